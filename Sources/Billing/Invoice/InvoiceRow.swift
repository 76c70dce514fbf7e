import Foundation
import Postgres
import Vocabulary

/// A row of ours that says what it cannot say.
struct BillingRowFault: Error, Hashable, Sendable {
    let column: String
}

extension Invoice {
    init(_ row: Row) throws {
        let from: CalendarDate = try row.get("period_from")
        guard let period = BillingPeriod(of: from) else { throw BillingRowFault(column: "period_from") }
        guard let state = State(rawValue: try row.get("state")) else { throw BillingRowFault(column: "state") }
        let currency: CurrencyCode = try row.get("currency")
        self.init(
            id: try row.get("invoice_id"),
            number: InvoiceNumber(
                year: Int(try row.get("year", as: Int16.self)), number: Int(try row.get("number", as: Int32.self))),
            period: period, zone: try row.get("zone"), net: Money(minor: try row.get("net_minor"), currency),
            taxBasisPoints: Int(try row.get("tax_basis_points", as: Int32.self)),
            tax: Money(minor: try row.get("tax_minor"), currency), state: state, issuedAt: try row.get("issued_at"),
            dueOn: try row.get("due_on"), closedAt: try row.get("closed_at"), paidOn: try row.get("paid_on"),
            paidReference: try row.get("paid_reference"), voidReason: try row.get("void_reason"),
            content: try JSONDecoder().decode(
                InvoiceContent.self, from: Data(try row.get("content", as: JSONText.self).text.utf8)))
    }
}

extension BillLine {
    init(_ row: Row, _ currency: CurrencyCode) throws {
        guard let kind = Kind(rawValue: try row.get("kind")) else { throw BillingRowFault(column: "kind") }
        let unit: Int? = try row.get("unit_minor")
        let owed: Int? = try row.get("owed_minor")
        let owedCurrency: CurrencyCode? = try row.get("owed_currency")
        self.init(
            kind: kind, quantity: try row.get("quantity"), unit: unit.map { Money(minor: $0, currency) },
            amount: Money(minor: try row.get("amount_minor"), currency),
            owed: owedCurrency.flatMap { currency in owed.map { Money(minor: $0, currency) } })
    }
}
