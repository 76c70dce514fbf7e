import Bookings
package import Foundation
import Postgres
import Tenancy
package import Vocabulary

/// All that is known of a payment, for whoever has to find out what became of it.
package struct PaymentCase: Hashable, Sendable {
    package let payment: Payment
    /// The booking's.
    package let reference: String
    /// What the processor kept for itself.
    package let fee: Money?
    package let watch: MoneyWatch
    /// The last first.
    package let refunds: [RefundCase]

    init(_ row: Row, refunds: [RefundCase]) throws {
        payment = try Payment(row)
        reference = try row.get("reference")
        let currency: CurrencyCode? = try row.get("fee_currency")
        fee = try row.get("fee_minor", as: Int?.self).flatMap { minor in currency.map { Money(minor: minor, $0) } }
        watch = try MoneyWatch(row)
        self.refunds = refunds
    }
}

/// The same of a refund.
package struct RefundCase: Hashable, Sendable {
    package let refund: Refund
    /// In the words of whoever gave it, where somebody did.
    package let reason: String?
    package let watch: MoneyWatch

    init(_ row: Row, _ key: TenantDataKey) throws {
        refund = try Refund(row)
        reason = try ChangeReason(row, key)?.text
        watch = try MoneyWatch(row)
    }
}

/// When something is looked at again by itself, and what a person is needed for.
package struct MoneyWatch: Hashable, Sendable {
    /// Nil where there is nothing to wait for.
    package let nextLookAt: Date?
    package let personFor: PersonFor?
    package let personSince: Date?

    init(_ row: Row) throws {
        nextLookAt = try row.get("look_at")
        personFor = try row.get("person_for", as: String?.self).flatMap(PersonFor.init)
        personSince = try row.get("person_since")
    }
}
