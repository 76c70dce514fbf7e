import Foundation
import Postgres
package import Tenancy
package import Vocabulary

/// Says what cancelling costs before anything is cancelled, with or without keeping it.
package struct QuoteCancellation: Sendable {
    let identifiers: IdentifierSource

    package init(identifiers: IdentifierSource) { self.identifiers = identifiers }

    /// Kept, so that whoever was told it names it when they cancel. Two round trips: read, write.
    ///
    /// Throws `BookingError.notFound`, `.notAllowed`, or `PostgresError`.
    package func quote(
        _ id: BookingID, _ proof: BookingProof, key: TenantDataKey, in scope: TenantScope
    ) async throws -> CancellationQuote {
        let quote = CancellationQuote(
            id: identifiers.next(), booking: id, cost: try await cost(id, proof, key: key, in: scope))
        _ = try await scope.run(CancellationStore.insert(quote, tenant: scope.tenant))
        return quote
    }

    /// Only looked at: for a page that is read before anything is done.
    ///
    /// Throws `BookingError.notFound`, `.notAllowed`, or `PostgresError`.
    package func cost(
        _ id: BookingID, _ proof: BookingProof, key: TenantDataKey, in scope: TenantScope
    ) async throws -> CancellationCost {
        guard let row = try await scope.run(BookingStore.find(id, proof.condition(key))).first else {
            throw BookingError.notFound
        }
        let dated = try DatedBooking(row)
        _ = try dated.booking.changed(by: .cancel, at: dated.instant)
        return CancellationCost(of: dated)
    }
}
