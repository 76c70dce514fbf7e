import Postgres
package import Vocabulary

/// What payments, refunds and disputes of one currency come to.
package struct MoneySum: Hashable, Sendable {
    package let payments: Int
    package let captured: Money
    package let refunds: Int
    /// What was promised back; what failed is no part of it.
    package let refunded: Money
    package let disputes: Int
    /// What banks have of it, until they decide or for good.
    package let disputed: Money
    /// How many of them need a person.
    package let waiting: Int

    package var currency: CurrencyCode { captured.currency }

    init(_ row: Row) throws {
        let currency: CurrencyCode = try row.get("currency")
        payments = try row.get("payments")
        captured = Money(minor: try row.get("captured_minor"), currency)
        refunds = try row.get("refunds")
        refunded = Money(minor: try row.get("refunded_minor"), currency)
        disputes = try row.get("disputes")
        disputed = Money(minor: try row.get("disputed_minor"), currency)
        waiting = try row.get("waiting")
    }
}
