import Foundation
import HTTPTypes
import TestSupport
import Web

/// Calls every operators' route as somebody who is none, naming either site or nobody.
struct OperatorSweep: Sendable {
    /// Fewer would mean that the sweep lost its routes.
    static let routesMin = 12
    static let wrongToken = String(repeating: "x", count: 40)

    let sites: SweptSites

    private static let filled = [
        "release": "1", "name": "nobody", "id": "00000000-0000-7000-8000-000000000000", "queue": "ordinary",
        "schedule": "retention.sweep", "date": "2026-11-25", "endpoint": "GET/api/site",
    ]

    private static let strangers: [([(String, String)], String)] = [
        ([], "without a token"), ([("authorization", "Bearer \(wrongToken)")], "with a wrong token"),
        ([("authorization", SweptSites.operatorToken)], "with a token that bears nothing"),
    ]

    /// What went otherwise than it should.
    func run() async throws -> [String] {
        let routes = try sites.routes.filter { if case .operate = $0.permission { true } else { false } }
        var findings: [String] = []
        if routes.count < Self.routesMin { findings.append("only \(routes.count) routes of operators") }
        for route in routes {
            if !Set(route.path.parameterNames).isSubset(of: Set(Self.filled.keys).union(["slug"])) {
                findings.append("\(route.path) takes what the sweep cannot fill")
            }
            for (headers, name) in Self.strangers {
                var told: [SweptAnswer] = []
                for slug in [sites.attacker.word, sites.victim.word, "nobody"] {
                    told.append(try await ask(route, slug, headers))
                }
                let isClosed =
                    told.allSatisfy { Self.isClosed($0, route) } && Set(told.map(\.text)).count == 1
                if !isClosed { findings.append("\(route.method) \(route.path) \(name): \(told.map(\.text))") }
                for leak in told.flatMap({ $0.leaks([sites.victim.word]) }) {
                    findings.append("\(route.path) \(name) tells \(leak)")
                }
            }
            findings += try await onSite(route)
        }
        return findings
    }

    /// A program is told that it showed nothing good, a browser is led to where one signs in.
    private static func isClosed(_ answer: SweptAnswer, _ route: Route) -> Bool {
        guard route.traits.face == .page else { return answer.status == 401 }
        return answer.status == 303 && answer.text.contains(/[Ll]ocation: \/sign-in(\?next=\S+)?\n/)
    }

    /// On a site itself there is no such route, whoever asks.
    private func onSite(_ route: Route) async throws -> [String] {
        let path = route.path.filled(Self.filled.merging(["slug": sites.victim.word]) { $1 })
        let reply = try await sites.wire(sites.attacker.host).send(route.method.rawValue, path)
        return reply.status == 404 || reply.status == 405 ? [] : ["\(route.path) on a site: \(reply.status)"]
    }

    private func ask(_ route: Route, _ slug: String, _ headers: [(String, String)]) async throws -> SweptAnswer {
        var blanks = Self.filled.map { SweepBlank(name: $0, place: .path, fill: .plain($1)) }
        if route.path.parameterNames.contains("slug") {
            blanks.append(SweepBlank(name: "slug", place: .path, fill: .held(.booking)))
        }
        var holdings = Holdings()
        holdings[.booking] = slug
        let request = SweptRequest(route, blanks) { _ in holdings }
        let reply = try await sites.wire(SweptSites.platformHost).send(
            request.method, request.target, headers + request.headers, body: nil)
        return SweptAnswer(reply, to: request)
    }
}
