package import Foundation
import Ledger
import Postgres
package import Tenancy
package import Vocabulary

/// What came in for an invoice.
package struct InvoicePayment: Hashable, Sendable {
    package static let referenceMax = 200

    package let amount: Money
    /// On which the bank had it.
    package let date: CalendarDate
    /// The bank's own words for it.
    package let reference: String

    package init(amount: Money, date: CalendarDate, reference: String) {
        self.amount = amount
        self.date = date
        self.reference = reference
    }
}

/// Notes that an invoice is paid: an operator saw the money. Whole or not at all.
package struct PayInvoice: Sendable {
    let parts: BillingParts

    package init(parts: BillingParts) { self.parts = parts }

    /// Throws `BillingError.unknown`, `.closed`, `.amountDiffers`, `.invalid` for a day that is still to come or lies
    /// before the invoice, or `PostgresError`.
    package func pay(
        _ id: UUID, _ payment: InvoicePayment, by actor: AuditActor, in scope: TenantScope
    ) async throws {
        let now = parts.clock.now()
        try await scope.transaction { tx in
            let rows = try await tx.run([InvoiceStore.turn(tx.tenant), InvoiceStore.lock(id)])[1]
            guard let row = rows.first else { throw BillingError.unknown }
            let invoice = try Invoice(row)
            guard invoice.state == .open else { throw BillingError.closed }
            guard payment.amount == invoice.total else { throw BillingError.amountDiffers(invoice.total) }
            // A day of any clock on earth.
            let latest = CalendarDate(daysSinceEpoch: Int(now.timeIntervalSince1970 / 86_400) + 1)
            let earliest = CalendarDate(daysSinceEpoch: Int(invoice.issuedAt.timeIntervalSince1970 / 86_400) - 1)
            guard (earliest...latest).contains(payment.date) else {
                throw BillingError.invalid([.init("/paid_on", "range")])
            }
            let entry = try LedgerEntry.of(
                .platformFeePaid(payment.amount, from: .bank), key: id.text, about: .none)
            _ = try await tx.commit(after: [
                InvoiceStore.pay(id, on: payment.date, reference: payment.reference, at: now),
                RegisterStore.close(id, .paid, at: now),
                parts.ledger.statement(entry),
                parts.audit.statement(BillingTrail.paid(invoice, payment, actor), tenant: tx.tenant),
            ])
        }
    }
}
