package import Foundation
import Postgres
package import Vocabulary

/// One line of a partner's account with the platform.
package struct BillingMove: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        case issued
        case paid
        case void
    }

    package let kind: Kind
    package let invoice: UUID
    package let number: InvoiceNumber
    package let at: Date
    /// What is asked for is positive.
    package let amount: Money
    /// Owed after it, in this currency.
    package let balance: Money
    /// The bank's words for a payment.
    package let reference: String?

    init(_ row: Row) throws {
        guard let kind = Kind(rawValue: try row.get("kind")) else { throw BillingRowFault(column: "kind") }
        let currency: CurrencyCode = try row.get("currency")
        self.kind = kind
        invoice = try row.get("invoice_id")
        number = InvoiceNumber(
            year: Int(try row.get("year", as: Int16.self)), number: Int(try row.get("number", as: Int32.self)))
        at = try row.get("at")
        amount = Money(minor: try row.get("amount_minor"), currency)
        balance = Money(minor: try row.get("balance_minor"), currency)
        reference = try row.get("paid_reference")
    }

    /// Invoices are few: twelve a year.
    static func list(limit: Int, offset: Int) -> SQL {
        """
        select m.kind, m.invoice_id, m.year, m.number, m.at, m.currency, m.amount_minor, m.paid_reference,
               sum(m.amount_minor) over (partition by m.currency order by m.at, m.invoice_id, m.kind
                                         rows unbounded preceding)::bigint as balance_minor
          from (select 'issued'::text as kind, i.invoice_id, i.year, i.number, i.issued_at as at, i.currency,
                       i.total_minor as amount_minor, null::text as paid_reference
                  from billing_invoices i
                union all
                select i.state, i.invoice_id, i.year, i.number, i.closed_at, i.currency, -i.total_minor,
                       i.paid_reference
                  from billing_invoices i where i.state <> 'open') m
         order by m.at, m.invoice_id, m.kind limit \(limit) offset \(offset)
        """
    }
}
