import Bookings
import Foundation
import Ledger
import Postgres
import Pricing
import Tenancy
import Vocabulary

/// The platform's fee of a booking that is paid at the property. No money comes by here that it could be part of, so it
/// is in the books by itself, from the confirmation on.
struct PropertyFee: Sendable {
    let ledger: Ledger

    /// Throws `LedgerError`.
    func owed(_ booking: Booking, under billing: FrozenBilling) throws -> [SQL] {
        let fee = billing.platformFee(of: booking.stay)
        guard fee.minor > 0 else { return [] }
        return [try statement(.feeOwed(booking: booking.id.uuid, fee), booking)]
    }

    /// Of what the property keeps the platform keeps its share, as of what is paid through us. One round trip. A
    /// booking whose fee was never owed (it was confirmed before fees of this kind were booked) gives none back.
    ///
    /// Throws `LedgerError`, `PostgresError`.
    func waived(_ booking: Booking, at cost: CancellationCost, in tx: TenantTransaction) async throws -> [SQL] {
        guard booking.state == .confirmed else { return [] }
        let rows = try await tx.run([FrozenBilling.of(booking.id), Self.owing(booking.id)])
        let (fee, total) = (try FrozenBilling(rows[0].only()).platformFee(of: booking.stay), booking.price.total)
        guard fee.minor > 0, total.minor > 0, !rows[1].isEmpty else { return [] }
        let kept = min(cost.penalty.minor, total.minor)
        let waived = fee.allocated(by: [kept, total.minor - kept])[1]
        return waived.minor == 0 ? [] : [try statement(.feeWaived(booking: booking.id.uuid, waived), booking)]
    }

    /// By how much more or less the platform is owed for what the booking becomes. One round trip.
    ///
    /// Throws `LedgerError`, `PostgresError`.
    func changed(_ booking: Booking, by amendment: Amendment, in tx: TenantTransaction) async throws -> [SQL] {
        let rows = try await tx.run([FrozenBilling.of(booking.id), Self.owing(booking.id)])
        let billing = try FrozenBilling(rows[0].only())
        let more = billing.platformFee(of: amendment.stay) - billing.platformFee(of: amendment.was)
        guard more.minor != 0, !rows[1].isEmpty else { return [] }
        let less = Money(minor: -more.minor, more.currency)
        let event: BusinessEvent =
            more.minor > 0
            ? .feeOwed(booking: booking.id.uuid, more) : .feeWaived(booking: booking.id.uuid, less)
        return [try statement(event, booking, key: amendment.id.uuid)]
    }

    private func statement(_ event: BusinessEvent, _ booking: Booking, key: UUID? = nil) throws -> SQL {
        ledger.statement(
            try .of(event, key: (key ?? booking.id.uuid).text, about: LedgerTopic(booking: booking.id.uuid)))
    }

    private static func owing(_ booking: BookingID) -> SQL {
        """
        select transaction_id from ledger_transactions
         where kind = \(LedgerKind.feeOwed.rawValue) and key = \(booking.uuid.text)
        """
    }
}
