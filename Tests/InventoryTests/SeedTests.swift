import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Inventory

@Suite("The seed")
struct SeedTests {
    private static let directory = TestFleet.root.appendingPathComponent("seed")

    @Test("at least sixty real cities stand in the file, each with code, zone and five names")
    func cities() throws {
        let data = try SeedData(directory: Self.directory)
        #expect(data.cities.count >= 60)
        #expect(Set(data.cities.map(\.code)).count == data.cities.count)
        #expect(data.cities.allSatisfy { $0.names.count == ContentLocale.allCases.count })
    }

    @Test("every text of a hotel is there in every language, without a gap left in its pattern")
    func texts() throws {
        let data = try SeedData(directory: Self.directory)
        let hotels = try SeedComposer(data: data, name: "one", currency: .eur, size: .standard).hotels()
        for hotel in hotels {
            for locale in ContentLocale.allCases {
                let texts = try #require(hotel.texts[locale])
                for text in [texts.name, texts.description, texts.address] {
                    #expect(!text.contains("{") && !text.contains("noun.") && !text.isEmpty)
                }
            }
            #expect(Set(hotel.rooms.map(\.kind)).count == hotel.rooms.count)
        }
        for city in Dictionary(grouping: hotels, by: \.city.code).values {
            #expect(Set(city.compactMap { $0.texts[.en]?.name }).count == city.count)
        }
    }

    @Test("the same name gives the same hotels, another name others, and a larger size adds")
    func deterministic() throws {
        let data = try SeedData(directory: Self.directory)
        func ids(_ name: String, _ size: SeedSize) throws -> [UUID] {
            try SeedComposer(data: data, name: name, currency: .gbp, size: size).hotels().map(\.id)
        }
        #expect(try ids("one", .small) == ids("one", .small))
        #expect(Set(try ids("one", .standard)).isDisjoint(with: try ids("two", .standard)))
        #expect(Set(try ids("one", .small)).isSubset(of: try ids("one", .standard)))
    }

    @Test(
        "amounts are whole steps of about a euro",
        arguments: [(100, 100), (180, 100), (356, 100), (9340, 5000), (88, 50)])
    func steps(euroMinor: Int, step: Int) { #expect(SeedMoney(euroMinor: euroMinor).step == step) }

    @Test(
        "run again it changes nothing, run later it adds the nights that came into sight",
        arguments: IsolationMode.allCases)
    func idempotent(isolation: IsolationMode) async throws {
        let fleet = try await TestFleet.make()
        let (one, two) = try await fleet.pair(isolation)
        let scope = fleet.tenants.scope(one)
        let seed = CatalogueSeed(data: try SeedData(directory: Self.directory), size: .small)
        let today = CalendarDate(daysSinceEpoch: 20_800)
        let first = try await seed.run(name: "one", currency: .rub, today: today, in: scope)
        #expect(first.hotelCount > 60 && first.nightsAdded > 60 * 2 * 30 && first.nightsAdded == first.ratesAdded)
        let again = try await seed.run(name: "one", currency: .rub, today: today, in: scope)
        #expect(again.nightsAdded == 0 && again.ratesAdded == 0)
        let later = try await seed.run(name: "one", currency: .rub, today: today.adding(days: 3), in: scope)
        #expect(later.nightsAdded == first.nightsAdded / 10)
        #expect(try await fleet.tenants.scope(two).run("select 1 as one from hotels").isEmpty)
        await fleet.close()
    }
}
