/// How much a seeded catalogue holds.
package struct SeedSize: Hashable, Sendable {
    /// Hotels in each of the cities most looked for, and in each other one.
    package let hotelsInFirstTier: Int
    package let hotelsInOtherCities: Int
    /// Nights on sale, counted from the day of seeding.
    package let nights: Int

    package init(hotelsInFirstTier: Int, hotelsInOtherCities: Int, nights: Int) {
        self.hotelsInFirstTier = hotelsInFirstTier
        self.hotelsInOtherCities = hotelsInOtherCities
        self.nights = nights
    }

    package static let standard = SeedSize(hotelsInFirstTier: 5, hotelsInOtherCities: 2, nights: 180)
    /// For load tests: about a million nights on sale.
    package static let large = SeedSize(hotelsInFirstTier: 40, hotelsInOtherCities: 24, nights: 365)
    /// For tests that need a catalogue but not many of it.
    package static let small = SeedSize(hotelsInFirstTier: 2, hotelsInOtherCities: 1, nights: 30)

    func hotels(in city: SeedData.City) -> Int { city.tier == 1 ? hotelsInFirstTier : hotelsInOtherCities }
}
