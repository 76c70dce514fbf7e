package import Bookings
import Postgres
package import Tenancy
package import Vocabulary

/// What giving money back comes to, said before it is done: from which payments, and what is left then.
package struct RefundPreview: Hashable, Sendable {
    package struct Part: Hashable, Sendable {
        package let payment: Payment
        package let amount: Money
    }

    package let room: GrantRefund.Room
    package let amount: Money
    /// In the order in which they are gone through, the last payment first.
    package let parts: [Part]
    /// Owed all the same, since a refund failed for example; the rest is at the partner's own cost.
    package let owed: Money
    package var granted: Money { amount - owed }
    package var left: Money { room.left - amount }
}

extension GrantRefund {
    /// By the rules of `grant`, which asks them again under the booking's lock. One round trip.
    ///
    /// Throws `PaymentError.nothingPaid`, `.wrongCurrency`, `.moreThanPaid`, `.invalid`, or `PostgresError`.
    package func preview(_ amount: Money, of booking: Booking, in scope: TenantScope) async throws -> RefundPreview {
        let room = Room(booking)
        try room.admit(amount)
        let rows = try await scope.run(
            [PaymentStore.list(booking.id)] + OwedBack.statements(booking.id, amount.currency, ledger))
        let parts = try GiveBack.shared(amount, over: try rows[0].map { try Payment($0) })
        let owed = min(amount.minor, max(0, try OwedBack(rows[1...], booking.id, amount.currency).owed))
        return RefundPreview(
            room: room, amount: amount, parts: parts.map { .init(payment: $0.0, amount: $0.1) },
            owed: Money(minor: owed, amount.currency))
    }
}
