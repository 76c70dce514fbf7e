import Postgres
package import Tenancy
package import Vocabulary

/// Fills a tenant's catalogue with made-up hotels in real cities, and keeps its calendar filled.
///
/// Run again it adds what is missing (nights that came into the horizon, hotels of a larger size) and
/// changes nothing that is there, bookings least of all.
package struct CatalogueSeed: Sendable {
    /// Tables that a first run fills: their owner analyses them afterwards, because a plan made while
    /// they were empty reads them from end to end.
    package static let filledTables = [
        "cities", "city_texts", "hotels", "hotel_texts", "room_types", "room_type_texts", "rate_plans", "child_bands",
        "hotel_charges", "nightly_rates", "room_nights",
    ]

    package struct Outcome: Hashable, Sendable {
        package let hotelCount: Int
        package let nightsAdded: Int
        package let ratesAdded: Int

        /// Whether so much came in that `filledTables` are worth analysing.
        package var isWorthAnalysing: Bool { nightsAdded > 10_000 }
    }

    private let data: SeedData
    private let size: SeedSize

    package init(data: SeedData, size: SeedSize = .standard) {
        self.data = data
        self.size = size
    }

    /// `name` (the tenant's slug) chooses hotels and prices, `currency` is what the site charges in.
    ///
    /// Throws `SeedFault` for a currency without a rate, or `PostgresError`.
    package func run(
        name: String, currency: CurrencyCode, today: CalendarDate, in scope: TenantScope
    ) async throws -> Outcome {
        let composer = SeedComposer(data: data, name: name, currency: currency, size: size)
        let hotels = try composer.hotels()
        let store = SeedStore(tenant: scope.tenant, data: data, hotels: hotels, currency: currency)
        let calendar = SeedCalendar(
            tenant: scope.tenant, hotels: hotels, stepMinor: try composer.money().step, today: today,
            nights: size.nights)
        let added = try await scope.transaction { tx in
            _ = try await tx.run(store.statements)
            return try await tx.run([calendar.roomNights, calendar.nightlyRates]).map(\.affectedCount)
        }
        return Outcome(hotelCount: hotels.count, nightsAdded: added[0], ratesAdded: added[1])
    }
}
