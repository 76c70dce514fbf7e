import Foundation
import Postgres
package import Tenancy
package import Vocabulary

/// Says what cancelling costs before anything is cancelled. Two round trips: read, write.
package struct QuoteCancellation: Sendable {
    let identifiers: IdentifierSource

    package init(identifiers: IdentifierSource) { self.identifiers = identifiers }

    /// Throws `BookingError.notFound`, `.notAllowed`, or `PostgresError`.
    package func quote(
        _ id: BookingID, _ proof: BookingProof, key: TenantDataKey, in scope: TenantScope
    ) async throws -> CancellationQuote {
        guard let row = try await scope.run(BookingStore.find(id, proof.condition(key))).first else {
            throw BookingError.notFound
        }
        let dated = try DatedBooking(row)
        _ = try dated.booking.changed(by: .cancel, at: dated.instant)
        let quote = CancellationQuote(id: identifiers.next(), of: dated)
        _ = try await scope.run(CancellationStore.insert(quote, tenant: scope.tenant))
        return quote
    }
}
