import Foundation
import Postgres
package import Tenancy

/// What papers ask of a booking beside itself.
extension FindBooking {
    /// What the partner's terms were when it was made.
    ///
    /// Throws `BookingError.notFound`, `DecodingError` or `PostgresError`.
    package func billing(of id: BookingID, in scope: TenantScope) async throws -> BillingDefinition {
        guard let row = try await scope.run(BookingStore.conditions(id)).first else { throw BookingError.notFound }
        return try BookingConditions.billing(json: try row.get("conditions"))
    }

    /// Whether it still is as it was read; nobody changes it before the transaction is over.
    ///
    /// Throws `PostgresError`.
    package func isUnchanged(_ booking: Booking, in tx: TenantTransaction) async throws -> Bool {
        guard let row = try await tx.run(BookingStore.share(booking.id)).first else { return false }
        return try row.get("sequence") == booking.sequence
    }
}
