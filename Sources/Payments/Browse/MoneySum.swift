import Postgres
package import Vocabulary

/// What payments and refunds of one currency come to.
package struct MoneySum: Hashable, Sendable {
    package let payments: Int
    package let captured: Money
    package let refunds: Int
    /// What was promised back; what failed is no part of it.
    package let refunded: Money
    /// How many of them need a person.
    package let waiting: Int

    package var currency: CurrencyCode { captured.currency }

    init(_ row: Row) throws {
        let currency: CurrencyCode = try row.get("currency")
        payments = try row.get("payments")
        captured = Money(minor: try row.get("captured_minor"), currency)
        refunds = try row.get("refunds")
        refunded = Money(minor: try row.get("refunded_minor"), currency)
        waiting = try row.get("waiting")
    }
}
