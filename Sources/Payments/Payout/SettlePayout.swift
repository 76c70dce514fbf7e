import Foundation
import Ledger
import Metrics
import Postgres
package import Tenancy
import Vocabulary

/// Writes into the books what the processor sent to the partner's bank, as it stands there: when the processor takes it
/// off its balance, which it does before the bank has it, and taken back when it comes back. Called by the processor's
/// events and by the net under them, again and in any order.
package struct SettlePayout: Sendable {
    let parts: PaymentParts

    /// False for a payout of nobody's that this partner's key opens, of which nothing has moved yet, or of money that an
    /// account had before it took any for us: the books know of no such.
    ///
    /// Throws `ProcessorFault`, `LedgerError`, or `PostgresError`.
    @discardableResult
    package func settle(_ name: String, in scope: TenantScope) async throws -> Bool {
        let key = try await parts.dataKeys.key(of: scope.tenant)
        let rows = try await scope.run([AccountStore.find, PaymentStore.firstCapture])
        let verbs = StripeVerbs(caller: parts.caller, account: try PaymentAccount.opened(rows[0].first, key))
        guard let seen = try await look(name, verbs), let left = seen.balanceTransaction,
            let first = try Self.first(rows[1]), seen.created >= first
        else { return false }
        let known = try await parts.ledger.written(.payout, [seen.id], in: scope)[seen.id]
        var entries: [LedgerEntry] = []
        if known == nil { entries += try leaving(seen, left) }
        if let back = seen.failureBalanceTransaction, known != .takenBack {
            entries += try returning(seen, left, back)
        }
        guard !entries.isEmpty else { return true }
        let statements = entries.map(parts.ledger.statement)
        try await scope.transaction { tx in _ = try await tx.commit(after: statements) }
        let state = seen.failureBalanceTransaction == nil ? "left" : "returned"
        Counter(label: "payment_payouts", dimensions: [("state", state)]).increment()
        return true
    }

    /// The second from which on payouts are of our money, too: clocks may be a day apart.
    static func first(_ captures: Rows) throws -> Int? {
        try captures.first.map { Int(try $0.get("captured_at", as: Date.self).timeIntervalSince1970) - 86_400 }
    }

    /// Nil for one that the key does not open.
    private func look(_ name: String, _ verbs: StripeVerbs) async throws -> StripePayout? {
        do { return try await verbs.retrievePayout(name) } catch ProcessorFault.refused(let refusal)
            where refusal.isMissing
        {
            return nil
        }
    }

    /// In the currency of the balance that it left; what is below nothing was fetched from the bank.
    private func leaving(_ seen: StripePayout, _ left: StripeMovement) throws -> [LedgerEntry] {
        let made = Date(timeIntervalSince1970: TimeInterval(seen.created))
        // The sandbox's clock may be ahead of the books', which take no day that is to come.
        let time = min(made, parts.jobs.clock.now())
        func entry(_ event: BusinessEvent) throws -> LedgerEntry {
            try .of(event, key: seen.id, about: LedgerTopic(processorReference: seen.id), at: time)
        }
        var entries = [try entry(.paidOut(try Self.money(-left.amount, left)))]
        if left.fee > 0 { entries.append(try entry(.feeKept(try Self.money(left.fee, left)))) }
        return entries
    }

    private func returning(
        _ seen: StripePayout, _ left: StripeMovement, _ back: StripeMovement
    ) throws -> [LedgerEntry] {
        var entries = [LedgerEntry.reversal(of: try LedgerReference(.payout, seen.id))]
        if left.fee > 0, back.fee == -left.fee {
            entries.append(.reversal(of: try LedgerReference(.processorFee, seen.id)))
        }
        return entries
    }

    private static func money(_ units: Int, _ movement: StripeMovement) throws -> Money {
        guard let currency = CurrencyCode(movement.currency.uppercased()),
            let money = ProcessorAmount.money(units, currency)
        else { throw ProcessorFault.unknown("a payout in an unknown currency") }
        return money
    }
}
