import Foundation
import Ledger
import Postgres
package import Tenancy
import Vocabulary

/// The net under the processor's events: finds payouts that we were never told of, and those that came back without our
/// hearing of it.
package struct FindPayouts: Sendable {
    /// Banks send back what they do not take within days; an endpoint that was closed for long is open again by then.
    static let days = 90
    /// Of one site in one round; what lies further back was there in the rounds before.
    static let pagesMax = 10

    let parts: PaymentParts
    let settle: SettlePayout

    /// How many stood otherwise than was known. A processor that does not answer is asked in the next round.
    ///
    /// Throws `LedgerError` or `PostgresError`.
    package func find(in scope: TenantScope) async throws -> Int {
        let rows = try await scope.run([AccountStore.find, PaymentStore.firstCapture])
        guard let account = rows[0].first, let first = try SettlePayout.first(rows[1]) else { return 0 }
        let key = try await parts.dataKeys.key(of: scope.tenant)
        let since = max(first, Int(parts.jobs.clock.now().timeIntervalSince1970) - Self.days * 86_400)
        var (count, last): (Int, String?) = (0, nil)
        do {
            let verbs = StripeVerbs(caller: parts.caller, account: try PaymentAccount.opened(account, key))
            for _ in 0..<Self.pagesMax {
                let page = try await verbs.payouts(since: since, after: last)
                for name in try await news(page.data, in: scope) where try await settle.settle(name, in: scope) {
                    count += 1
                }
                last = page.data.last?.id
                guard page.hasMore, last != nil else { break }
            }
        } catch is ProcessorFault {
            return count
        }
        return count
    }

    /// Those that are not in the books as they stand.
    private func news(_ seen: [StripeListedPayout], in scope: TenantScope) async throws -> [String] {
        guard !seen.isEmpty else { return [] }
        let known = try await parts.ledger.written(.payout, seen.map(\.id), in: scope)
        return seen.filter { payout in
            guard payout.balanceTransaction != nil else { return false }
            guard let state = known[payout.id] else { return true }
            return state == .counts && payout.failureBalanceTransaction != nil
        }.map(\.id)
    }
}
