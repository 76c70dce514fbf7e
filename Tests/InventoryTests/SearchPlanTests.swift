import Foundation
import Postgres
import Pricing
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Inventory

@Suite("The plan of a search")
struct SearchPlanTests {
    /// What the server will do, as the application under row security asks for it.
    private func plan(_ statement: SQL, _ scope: TenantScope) async throws -> String {
        try await scope.run("explain (costs off) \(fragment: statement)")
            .map { try $0.get("QUERY PLAN", as: String.self) }.joined(separator: "\n")
    }

    @Test("nights, rates and holds are reached by their keys, never read from end to end")
    func indexes() async throws {
        let fleet = try await TestFleet.make()
        let (one, two) = try await fleet.pair(.pooled)
        let today: CalendarDate = try await fleet.admin.single("select current_date as today").only().get("today")
        let seed = CatalogueSeed(
            data: try SeedData(directory: TestFleet.root.appendingPathComponent("seed")),
            size: SeedSize(hotelsInFirstTier: 4, hotelsInOtherCities: 1, nights: 60))
        for (entry, name) in [(one, "one"), (two, "two")] {
            _ = try await seed.run(name: name, currency: .gbp, today: today, in: fleet.tenants.scope(entry))
        }
        for table in CatalogueSeed.filledTables {
            _ = try await fleet.owner.single("analyze pooled.\(identifier: table)")
        }
        let dates = try StayDates(checkIn: today.adding(days: 3), checkOut: today.adding(days: 6))
        let scope = fleet.tenants.scope(one)
        let search = try await plan(
            MarketStore.plans(.city("PAR"), dates: dates, stars: [], refundableOnly: false), scope)
        #expect(search.contains("Index Scan using room_nights_pkey"))
        #expect(search.contains("Index Scan using nightly_rates_pkey"))
        let prefix = try await plan(DestinationStore.cities(beginning: "par", locale: .en, limit: 10), scope)
        #expect(prefix.contains("city_texts_search"))
        let nights = dates.nights.map { StockNight(roomType: RoomTypeID(one.id.uuid), night: $0) }
        let lock = try await plan(StockStore.lock(nights), scope)
        #expect(lock.contains("Index Scan using room_nights_pkey"))
        for text in [search, lock] {
            for table in ["room_nights", "nightly_rates", "room_holds"] {
                #expect(!text.contains("Seq Scan on \(table)"), "\(text)")
            }
        }
        await fleet.close()
    }
}
