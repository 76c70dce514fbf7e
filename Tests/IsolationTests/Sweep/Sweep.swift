import Foundation
import Tenancy
import TestSupport
import Web

/// Calls every route of a tenant's host as the attacker, with the victim's identifiers, and holds each
/// answer to the one that the like of it gets which nobody holds.
struct Sweep: Sendable {
    /// Who calls, on which host.
    let wire: Wire
    /// Sent with every request: the tenant by field, on the platform's host.
    var headers: [(String, String)] = []
    var plans: [SweepPlan]
    let mine: Holdings
    let theirs: Holdings
    let nobodys: Holdings
    /// The word that marks whatever is theirs.
    let word: String

    struct Report: Sendable {
        var findings: [String] = []
        var requestCount = 0
        /// What of theirs was seen, with the routes that showed it.
        var seen: [String: Set<String>] = [:]
    }

    var secrets: [String] { [word] + theirs.all }

    func run() async throws -> Report {
        var report = Report()
        for plan in plans {
            for blanks in plan.requests {
                let names = blanks.filter { $0.isIdentifier }.map(\.name)
                if !names.isEmpty { try await compare(plan, blanks, names, &report) }
                // One thing of theirs among what is one's own, and a credential of theirs with all that it is for.
                if names.count > 1 { for name in names { try await compare(plan, blanks, [name], &report) } }
                for blank in blanks where blank.isCredential {
                    try await compare(plan, blanks, names + [blank.name], &report, mayRefuse: true)
                }
                if names.isEmpty { try await look(plan, blanks, [], &report) }
            }
        }
        // Last, because a key that means nothing here lets the request through, and once: then it is mine, too.
        for plan in plans where headers.isEmpty {
            guard let blanks = plan.requests.first else { continue }
            for blank in blanks where blank.holding == .idempotencyKey {
                let answer = try await look(plan, blanks, [blank.name], &report)
                if answer.isReplay || answer.text.contains("idempotency.mismatch") {
                    report.findings.append("\(plan.title): their idempotency key is known (\(answer.status))")
                }
            }
        }
        return report
    }

    /// Theirs in the named blanks, then nobody's in the same.
    private func compare(
        _ plan: SweepPlan, _ blanks: [SweepBlank], _ names: [String], _ report: inout Report, mayRefuse: Bool = false
    ) async throws {
        let given = try await look(plan, blanks, names, &report)
        if mayRefuse, given.status == 401 { return }
        let wanted = try await ask(plan, blanks, names, from: nobodys)
        report.requestCount += 1
        if given.status != wanted.status {
            report.findings.append(
                "\(plan.title): their \(names) is answered by \(given.status), nobody's by \(wanted.status)")
        } else if given.status >= 300, given.text != wanted.text {
            report.findings.append(
                "\(plan.title): their \(names) is told apart:\n\(Self.difference(given.text, wanted.text))")
        }
    }

    /// Sends it with what is theirs in the named blanks and says what it tells that it should not.
    @discardableResult
    private func look(
        _ plan: SweepPlan, _ blanks: [SweepBlank], _ names: [String], _ report: inout Report
    ) async throws -> SweptAnswer {
        let answer = try await ask(plan, blanks, names, from: theirs)
        report.requestCount += 1
        if answer.status >= 500 { report.findings.append("\(plan.title): \(answer.status) \(answer.text)") }
        for secret in answer.leaks(secrets) {
            report.findings.append("\(plan.title): tells \(secret) to who shows their \(names)")
            report.seen[secret, default: []].insert(plan.title)
        }
        return answer
    }

    /// One's own idempotency key is a new one each time, or the first answer would be given again.
    private func ask(
        _ plan: SweepPlan, _ blanks: [SweepBlank], _ names: [String], from strange: Holdings
    ) async throws -> SweptAnswer {
        var own = mine
        own[.idempotencyKey] = "key-\(UUID().uuidString)"
        let request = SweptRequest(plan.route, blanks) { names.contains($0.name) ? strange : own }
        let reply = try await wire.send(request.method, request.target, headers + request.headers, body: request.body)
        return SweptAnswer(reply, to: request)
    }

    private static func difference(_ left: String, _ right: String) -> String {
        let (left, right) = (left.split(separator: "\n"), right.split(separator: "\n"))
        let pairs = zip(left, right).filter { $0 != $1 }.prefix(3)
        return pairs.map { "  < \($0.prefix(300))\n  > \($1.prefix(300))" }.joined(separator: "\n")
            + (left.count == right.count ? "" : "\n  \(left.count) and \(right.count) lines")
    }
}

extension SweepPlan {
    var title: String { "\(route.method) \(route.path)" }
}

extension SweepBlank {
    var isCredential: Bool { place == .cookie || name == "csrf_token" || name == "authorization" }
    var isIdentifier: Bool { holding != nil && !isCredential && holding != .idempotencyKey }
}
