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

    @Test(
        "what a crowded city has open costs one look at each key of a room type, whatever else there is",
        arguments: [true, false])
    func crowd(isPriced: Bool) async throws {
        let fleet = try await TestFleet.make()
        let (one, two) = try await fleet.pair(.pooled)
        let today: CalendarDate = try await fleet.admin.single("select current_date as today").only().get("today")
        let seed = CatalogueSeed(
            data: try SeedData(directory: TestFleet.root.appendingPathComponent("seed")),
            size: SeedSize(hotelsInFirstTier: 40, hotelsInOtherCities: 1, nights: 60))
        for (entry, name) in [(one, "one"), (two, "two")] {
            _ = try await seed.run(name: name, currency: .gbp, today: today, in: fleet.tenants.scope(entry))
        }
        for table in CatalogueSeed.filledTables {
            _ = try await fleet.owner.single("analyze pooled.\(identifier: table)")
        }
        let scope = fleet.tenants.scope(one)
        func cost(nights: Int) async throws -> SearchCost {
            let dates = try StayDates(checkIn: today.adding(days: 3), checkOut: today.adding(days: 3 + nights))
            let statement = CrowdStore.open(
                "PAR", dates: dates, least: LeastCapacity(of: [try Occupancy(adults: 1)]), stars: [],
                refundableOnly: false, isPriced: isPriced)
            let text = try await scope.run("explain (analyze, buffers, timing off, format json) \(fragment: statement)")
                .only().get("QUERY PLAN", as: String.self)
            return try SearchCost(text)
        }
        let types: Int = try await scope.run(
            "select count(*) as n from room_types t join hotels h using (hotel_id) where h.city_code = 'PAR'"
        ).only().get("n")
        #expect(types > 50)
        let three = try await cost(nights: 3)
        #expect(three.rows > types / 2)
        #expect(three.scans["room_nights"] == ["room_nights_pkey"], "\(three)")
        #expect(three.scans["nightly_rates"] == ["nightly_rates_pkey"], "\(three)")
        #expect(three.looks["room_nights"] ?? 0 <= types, "\(three)")
        // One look at the nights of a room type, one at its plans, one at the rates that they follow: no page is read
        // again for another plan, no page of another city is read, and nothing is put down on a disk.
        let plansATypeMost = isPriced ? 1 : 3
        #expect(three.looks["nightly_rates"] ?? 0 <= types * plansATypeMost, "\(three)")
        #expect(three.blocks <= types * 4 * 5, "\(three)")
        #expect(three.blocksOnDisk == 0)
        // Further nights lie beside the first ones.
        let week = try await cost(nights: 7)
        #expect(Double(week.blocks) <= Double(three.blocks) * 1.5, "\(week) \(three)")
        await fleet.close()
    }
}

/// What a statement did, as `explain (analyze, buffers, format json)` tells it.
private struct SearchCost: CustomStringConvertible {
    let rows: Int
    let blocks: Int
    let blocksOnDisk: Int
    /// How often a table was looked at.
    private(set) var looks: [String: Int] = [:]
    /// By which indices; "none" for a table read from end to end.
    private(set) var scans: [String: Set<String>] = [:]

    init(_ json: String) throws {
        let parsed = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]]
        let plan = try #require(parsed?.first?["Plan"] as? [String: Any])
        rows = plan["Actual Rows"] as? Int ?? 0
        blocks = (plan["Shared Hit Blocks"] as? Int ?? 0) + (plan["Shared Read Blocks"] as? Int ?? 0)
        blocksOnDisk = (plan["Temp Read Blocks"] as? Int ?? 0) + (plan["Temp Written Blocks"] as? Int ?? 0)
        add(plan)
    }

    private mutating func add(_ node: [String: Any]) {
        if let table = node["Relation Name"] as? String {
            looks[table, default: 0] += node["Actual Loops"] as? Int ?? 0
            scans[table, default: []].insert(node["Index Name"] as? String ?? "none")
        }
        for child in node["Plans"] as? [[String: Any]] ?? [] { add(child) }
    }

    var description: String { "\(rows) rows, \(blocks) blocks, \(blocksOnDisk) on disk, \(looks), \(scans)" }
}
