import Bookings
import Foundation
import Ledger
import Metrics
import Postgres
import Tenancy
import Vocabulary

/// A refund that somebody made at the processor itself becomes one of ours, so that nothing of it is given back once
/// more: what was owed all the same first, the rest by grace.
struct AdoptRefund: Sendable {
    /// Who it was is not said.
    static let actor = "processor"

    let parts: PaymentParts
    let settle: SettleRefund

    /// False for one that is known, of no payment of ours, or of our own making: that is looked for under its own name.
    /// One for which there is no room waits: something of ours is on its way that will come back.
    ///
    /// Throws `ProcessorFault`, `LedgerError`, or `PostgresError`.
    func adopt(_ name: String, in scope: TenantScope) async throws -> Bool {
        let key = try await parts.dataKeys.key(of: scope.tenant)
        let account = try PaymentAccount.opened(try await scope.run(AccountStore.find).first, key)
        return try await adopt(
            try await StripeVerbs(caller: parts.caller, account: account).retrieveRefund(name), in: scope)
    }

    /// As `adopt(_:in:)`, of one that was just seen.
    func adopt(_ seen: StripeRefund, in scope: TenantScope) async throws -> Bool {
        guard seen.status != "failed", seen.status != "canceled", seen.metadata["refund"] == nil,
            let intent = seen.paymentIntent,
            let payment = try await scope.run(PaymentStore.find(intent: intent)).first.map({ try Payment($0) })
        else { return false }
        guard let currency = CurrencyCode(seen.currency.uppercased()), currency == payment.amount.currency,
            let amount = ProcessorAmount.money(seen.amount, currency), amount.minor > 0
        else { return false }
        guard let id = try await promise(amount, seen.id, payment, in: scope) else { return false }
        Counter(label: "refunds_adopted").increment()
        try await settle.settle(id, in: scope)
        return true
    }

    /// Those of one payment, where the processor says that there is less to give back than is known here. What it does
    /// not tell is found by the net.
    func adopt(all payment: Payment, in scope: TenantScope) async throws {
        guard let intent = payment.intent else { return }
        let key = try await parts.dataKeys.key(of: scope.tenant)
        do {
            let account = try PaymentAccount.opened(try await scope.run(AccountStore.find).first, key)
            for refund in try await StripeVerbs(caller: parts.caller, account: account).refunds(of: intent) {
                _ = try await adopt(refund, in: scope)
            }
        } catch is ProcessorFault {}
    }

    private func promise(
        _ amount: Money, _ name: String, _ known: Payment, in scope: TenantScope
    ) async throws -> RefundID? {
        try await scope.transaction { tx in
            let rows = try await tx.run(
                [PayBooking.lock(known.booking), PaymentStore.lock(known.id), RefundStore.find(processorName: name)]
                    + OwedBack.statements(known.booking, amount.currency, parts.ledger))
            let payment = try Payment(try rows[1].only())
            guard rows[2].isEmpty, amount.minor <= payment.refundable.minor else { return nil }
            let owed = max(0, try OwedBack(rows[3...], known.booking, amount.currency).owed)
            let grace = Money(minor: max(0, amount.minor - owed), amount.currency)
            let refund = NewRefund(
                id: RefundID(parts.identifiers.next()), payment: payment.id, booking: payment.booking, amount: amount,
                cause: owed > 0 ? .owed : .goodwill, actor: Self.actor, reason: nil)
            var closing: [SQL] = []
            if grace.minor > 0 { closing.append(parts.ledger.statement(try refund.granted(grace))) }
            closing.append(parts.audit.statement(refund.entry("refund.adopt", "system"), tenant: tx.tenant))
            closing += try parts.jobs.refund(refund, ledger: parts.ledger, tenant: tx.tenant)
            closing.append(RefundStore.pending(refund.id, name: name))
            if owed <= amount.minor {
                closing.append(RefundStore.decided(payment.booking, isOwed: false, isAnythingOwed: false))
            }
            _ = try await tx.commit(after: closing)
            return refund.id
        }
    }
}
