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
        let fee = billing.platformFee(of: booking)
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
        let (fee, total) = (try FrozenBilling(rows[0].only()).platformFee(of: booking), booking.price.total)
        guard fee.minor > 0, total.minor > 0, !rows[1].isEmpty else { return [] }
        let kept = min(cost.penalty.minor, total.minor)
        let waived = fee.allocated(by: [kept, total.minor - kept])[1]
        return waived.minor == 0 ? [] : [try statement(.feeWaived(booking: booking.id.uuid, waived), booking)]
    }

    private func statement(_ event: BusinessEvent, _ booking: Booking) throws -> SQL {
        ledger.statement(
            try .of(event, key: booking.id.uuid.text, about: LedgerTopic(booking: booking.id.uuid)))
    }

    private static func owing(_ booking: BookingID) -> SQL {
        """
        select transaction_id from ledger_transactions
         where kind = \(LedgerKind.feeOwed.rawValue) and key = \(booking.uuid.text)
        """
    }
}
