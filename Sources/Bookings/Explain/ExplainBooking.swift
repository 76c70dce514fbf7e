import Postgres
package import Tenancy

/// Explains the price of a booking to whoever may see it.
package struct ExplainBooking: Sendable {
    package init() {}

    /// One round trip.
    ///
    /// Throws `BookingError.notFound`, `.notExplained` for a booking of before the inputs of prices were kept, or
    /// `PostgresError`.
    package func explain(
        _ id: BookingID, _ proof: BookingProof, key: TenantDataKey, in scope: TenantScope
    ) async throws -> BookingExplanation {
        let rows = try await scope.run([BookingStore.find(id, proof.condition(key)), FrozenBilling.of(id)])
        guard let row = rows[0].first, let frozen = rows[1].first else { throw BookingError.notFound }
        let explanation = BookingExplanation(
            try DatedBooking(row).booking, try FrozenBilling(frozen),
            definitionVersion: try frozen.get("definition_version"))
        guard let explanation else { throw BookingError.notExplained }
        return explanation
    }
}
