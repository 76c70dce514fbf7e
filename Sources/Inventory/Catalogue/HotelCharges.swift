package import Pricing
package import Tenancy

/// The taxes and fees that a property asks for now, for who tells of a stay there by their rates.
package struct HotelCharges: Sendable {
    package init() {}

    /// By code. None for a property that has left the catalogue.
    ///
    /// Throws `PostgresError`.
    package func read(of hotel: HotelID, in scope: TenantScope) async throws -> [StayCharge] {
        try await scope.run(CatalogueStore.charges(.hotel(hotel))).map { try StayCharge($0) }
    }
}
