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
    package var left: Money { room.left - amount }
}

extension GrantRefund {
    /// By the rules of `grant`, which asks them again under the booking's lock. One round trip.
    ///
    /// Throws `PaymentError.nothingPaid`, `.wrongCurrency`, `.moreThanPaid`, `.invalid`, or `PostgresError`.
    package func preview(_ amount: Money, of booking: Booking, in scope: TenantScope) async throws -> RefundPreview {
        let room = Room(booking)
        try room.admit(amount)
        let payments = try await scope.run(PaymentStore.list(booking.id)).map { try Payment($0) }
        return RefundPreview(
            room: room, amount: amount,
            parts: try RefundCancelled.shared(amount, over: payments).map { .init(payment: $0.0, amount: $0.1) })
    }
}
