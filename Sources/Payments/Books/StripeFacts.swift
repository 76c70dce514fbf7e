import Foundation
import Ledger
import Vocabulary

/// The processor's side of a reconciliation, read from the lines of its balance: each of them is told, or says of
/// another that it was taken back.
struct StripeFacts: ProcessorFacts {
    /// More is not read; a shorter period is asked for instead.
    struct TooMany: Error {}

    /// What takes a refund or a payout back, so that neither is told.
    private static let returns: Set = [
        "refund_failure", "payment_failure_refund", "payout_failure", "payout_cancel",
    ]

    let verbs: StripeVerbs
    let pagesMax: Int

    /// Throws `ProcessorFault`, or `TooMany`.
    func facts(_ period: StatementPeriod) async throws -> [ProcessorFact] {
        var pagesLeft = pagesMax
        let lines = try await read(Self.bounds(period), pagesLeft: &pagesLeft)
        var returned = Set(lines.filter { Self.returns.contains($0.type) }.compactMap(\.source))
        // What left within the period may have come back after it.
        if let until = period.until {
            for type in Self.returns.sorted() {
                let later = Self.bounds(StatementPeriod(from: until)) + [("type", type)]
                returned.formUnion(try await read(later, pagesLeft: &pagesLeft).compactMap(\.source))
            }
        }
        return try lines.compactMap { try Self.fact($0, returned: returned) }
    }

    private func read(
        _ filter: [(String, String)], pagesLeft: inout Int
    ) async throws -> [StripeBalanceLine] {
        var (lines, last): ([StripeBalanceLine], String?) = ([], nil)
        repeat {
            guard pagesLeft > 0 else { throw TooMany() }
            pagesLeft -= 1
            let page = try await verbs.movements(filter, after: last)
            lines += page.data
            last = page.hasMore ? page.data.last?.id : nil
        } while last != nil
        return lines
    }

    /// The processor counts whole seconds.
    private static func bounds(_ period: StatementPeriod) -> [(String, String)] {
        func bound(_ name: String, _ time: Date?) -> [(String, String)] {
            time.map { [("created[\(name)]", String(Int($0.timeIntervalSince1970.rounded(.up))))] } ?? []
        }
        return bound("gte", period.from) + bound("lt", period.until)
    }

    /// Nil for what was taken back, and for what takes it back.
    static func fact(_ line: StripeBalanceLine, returned: Set<String>) throws(ProcessorFault) -> ProcessorFact? {
        guard !returns.contains(line.type), !(line.source.map(returned.contains) ?? false) else { return nil }
        guard let currency = CurrencyCode(line.currency.uppercased()),
            let gross = ProcessorAmount.money(abs(line.amount), currency),
            let fee = ProcessorAmount.money(line.fee, currency)
        else { throw .unknown("a line of the balance in an unknown currency") }
        let kind = kind(of: line)
        return ProcessorFact(
            id: kind == .other ? line.id : line.source ?? line.id, kind: kind, gross: gross, fee: fee,
            time: Date(timeIntervalSince1970: TimeInterval(line.created)))
    }

    private static func kind(of line: StripeBalanceLine) -> ProcessorFact.Kind {
        switch line.type {
        case "charge", "payment": .charge
        case "refund", "payment_refund": .refund
        case "payout": .payout
        // Other adjustments are not of a dispute's name.
        case "adjustment" where line.amount != 0 && line.source?.wholeMatch(of: /(dp|du)_[A-Za-z0-9]+/) != nil:
            line.amount < 0 ? .dispute : .disputeReturn
        default: .other
        }
    }
}
