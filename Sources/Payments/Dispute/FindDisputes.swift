import Bookings
import Foundation
import NIOHTTP1
import Postgres
package import Tenancy
import Vocabulary

/// The net under the processor's events: finds disputes that we were never told of, and those that were decided
/// without our hearing of it.
package struct FindDisputes: Sendable {
    /// Banks let a card's holder speak up for four months after a stay, and decide within two.
    static let days = 540
    static let pageSize = 100
    /// Of one site in one round; what lies further back was there in the rounds before.
    static let pagesMax = 10

    let parts: PaymentParts
    let settle: SettleDispute

    /// How many stood otherwise than was known. A processor that does not answer is asked in the next round; one dispute
    /// that can not be written down is in nobody's way.
    ///
    /// Throws `LedgerError` or `PostgresError`, after all others were looked at.
    package func find(in scope: TenantScope) async throws -> Int {
        let rows = try await scope.run([AccountStore.find, DisputeStore.isPossible(days: Self.days)])
        guard let account = rows[0].first, !rows[1].isEmpty else { return 0 }
        let key = try await parts.dataKeys.key(of: scope.tenant)
        var (turns, last): (InTurn, String?) = (InTurn(), nil)
        do {
            let verbs = StripeVerbs(caller: parts.caller, account: try PaymentAccount.opened(account, key))
            for _ in 0..<Self.pagesMax {
                let page = try await verbs.disputes(since: since, after: last)
                for name in try await news(page.data, in: scope) {
                    try await turns.look {
                        try await settle.settle(name, in: scope)
                        return 1
                    }
                }
                last = page.data.last?.id
                guard page.hasMore, last != nil else { break }
            }
        } catch is ProcessorFault {
            return turns.count
        }
        return try turns.end()
    }

    private var since: Int {
        Int(parts.jobs.clock.now().timeIntervalSince1970) - Self.days * 86_400
    }

    /// Of our payments, those that are not known as they stand.
    private func news(_ seen: [StripeDispute], in scope: TenantScope) async throws -> [String] {
        guard !seen.isEmpty else { return [] }
        let rows = try await scope.run([
            DisputeStore.known(seen.map(\.id)), DisputeStore.ours(seen.compactMap(\.paymentIntent)),
        ])
        let kept = try rows[0].map { try Dispute($0) }.map { ($0.processorName, $0) }
        let known = Dictionary(kept) { first, _ in first }
        let ours = Set(try rows[1].map { try $0.get("intent", as: String.self) })
        return seen.filter { dispute in
            guard let intent = dispute.paymentIntent, ours.contains(intent) else { return false }
            guard let one = known[dispute.id] else { return true }
            return !one.state.isEnd
                && (one.state != SettleDispute.state(dispute) || one.answerBy != dispute.answerBy)
        }.map(\.id)
    }
}

struct StripeDisputes: Decodable, Sendable {
    let data: [StripeDispute]
    let hasMore: Bool
}

extension StripeVerbs {
    /// The last one opened first.
    func disputes(since: Int, after: String?) async throws(ProcessorFault) -> StripeDisputes {
        try await caller.send(
            .init(
                method: .GET, path: "disputes",
                fields: [("limit", String(FindDisputes.pageSize)), ("created[gte]", String(since))]
                    + (after.map { [("starting_after", $0)] } ?? [])), key: account.secretKey, to: account.processor)
    }
}
