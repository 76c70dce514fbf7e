import Foundation
import Inventory
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("Taking, selling and giving back rooms", .serialized)
struct StockTests {
    @Test("a basket is held whole, sold, and given back", arguments: IsolationMode.allCases)
    func course(isolation: IsolationMode) async throws {
        let hotel = try await HotelFixture.make(isolation, capacity: 3)
        let booking = try await hotel.take([hotel.demand(0, nights: 3), hotel.demand(1, from: 2, quantity: 2)])
        #expect(try await hotel.counts() == .init(held: 5, sold: 0))
        try await hotel.tenant.transaction { try await hotel.stock.sell(booking, in: $0) }
        #expect(try await hotel.counts() == .init(held: 0, sold: 5))
        let released = try await hotel.tenant.transaction { try await hotel.stock.release(booking, in: $0) }
        #expect(released == 4)
        #expect(try await hotel.counts() == .init(held: 0, sold: 0))
        #expect(try await hotel.tenant.transaction { try await hotel.stock.release(booking, in: $0) } == 0)
        #expect(try await hotel.counts(hotel.other) == .init(held: 0, sold: 0))
        await hotel.close()
    }

    @Test("a basket that does not fit takes nothing and names every short night")
    func shortage() async throws {
        let hotel = try await HotelFixture.make(.pooled, capacity: 2)
        try await hotel.take([hotel.demand(0, from: 1)])
        // One room type twice in a basket is one demand of two.
        let basket = [try hotel.demand(0, nights: 3), try hotel.demand(0, nights: 3), try hotel.demand(1)]
        let night = StockNight(roomType: hotel.roomTypes[0], night: HotelFixture.firstNight.adding(days: 1))
        await #expect(throws: StockError.soldOut([.init(night: night, free: 1)])) { try await hotel.take(basket) }
        #expect(try await hotel.counts() == .init(held: 1, sold: 0))
        let beyond = try hotel.demand(1, from: HotelFixture.nightCount - 1, nights: 2)
        let missing = StockNight(
            roomType: hotel.roomTypes[1], night: HotelFixture.firstNight.adding(days: HotelFixture.nightCount))
        await #expect(throws: StockError.soldOut([.init(night: missing, free: 0)])) { try await hotel.take([beyond]) }
        await #expect(throws: StockError.badDemand) { try await hotel.take([]) }
        await hotel.close()
    }

    @Test(
        "a hold whose time is over stands in nobody's way, is not sold, and is swept", arguments: IsolationMode.allCases
    )
    func lapse(isolation: IsolationMode) async throws {
        let hotel = try await HotelFixture.make(isolation, capacity: 1)
        let late = try await hotel.take([hotel.demand(0, nights: 2)], seconds: 0)
        #expect(try await hotel.counts() == .init(held: 2, sold: 0))
        await #expect(throws: StockError.lapsed) {
            try await hotel.tenant.transaction { try await hotel.stock.sell(late, in: $0) }
        }
        let next = try await hotel.take([hotel.demand(0)])
        #expect(try await hotel.miscounted() == 0)
        try await hotel.tenant.transaction { try await hotel.stock.sell(next, in: $0) }
        #expect(try await hotel.tenant.transaction { try await hotel.stock.sweep(in: $0) } == 1)
        #expect(try await hotel.counts() == .init(held: 0, sold: 1))
        await #expect(throws: StockError.notHeld) {
            try await hotel.tenant.transaction { try await hotel.stock.sell(UUID(), in: $0) }
        }
        await hotel.close()
    }

    @Test(
        "of five hundred buyers of the last room one gets it, and the others hear that it is gone",
        arguments: IsolationMode.allCases)
    func lastRoom(isolation: IsolationMode) async throws {
        let hotel = try await HotelFixture.make(isolation, capacity: 1, connections: 12)
        let basket = [try hotel.demand(1, nights: 2), try hotel.demand(0, nights: 2)]
        let outcomes = await withTaskGroup(of: Outcome.self) { group in
            for _ in 0..<500 { group.addTask { await Outcome { try await hotel.take(basket) } } }
            return await group.reduce(into: [Outcome: Int]()) { $0[$1, default: 0] += 1 }
        }
        #expect(outcomes == [.taken: 1, .soldOut: 499])
        #expect(try await hotel.counts() == .init(held: 4, sold: 0))
        #expect(try await hotel.counts(hotel.other) == .init(held: 0, sold: 0))
        await hotel.close()
    }

    @Test("mixed baskets taken, sold, given back and swept at once neither deadlock nor miscount")
    func mixed() async throws {
        let hotel = try await HotelFixture.make(.pooled, capacity: 3, roomTypeCount: 4, connections: 12)
        let outcomes = await withTaskGroup(of: Outcome.self) { group in
            for buyer in 0..<300 {
                group.addTask {
                    await Outcome {
                        let types = [buyer % 4, (buyer * 3 + 1) % 4].shuffled()
                        let basket = try types.map {
                            try hotel.demand($0, from: (buyer * 5) % 6, nights: 1 + buyer % 4)
                        }
                        let booking = try await hotel.take(basket, seconds: buyer % 3 == 0 ? 0 : 600)
                        switch buyer % 5 {
                        case 0:
                            _ = try await hotel.tenant.transaction { try await hotel.stock.release(booking, in: $0) }
                        case 1: _ = try await hotel.tenant.transaction { try await hotel.stock.sweep(in: $0) }
                        case 2: try await hotel.tenant.transaction { try await hotel.stock.sell(booking, in: $0) }
                        default: break
                        }
                    }
                }
            }
            return await group.reduce(into: [Outcome: Int]()) { $0[$1, default: 0] += 1 }
        }
        #expect(outcomes[.failed] == nil)
        #expect((outcomes[.taken] ?? 0) > 0)
        #expect(try await hotel.miscounted() == 0)
        let deadlocks: Int = try await hotel.fleet.admin.single(
            "select deadlocks from pg_stat_database where datname = current_database()"
        ).only().get("deadlocks")
        #expect(deadlocks == 0)
        await hotel.close()
    }
}

/// What became of one buyer.
enum Outcome: Hashable, Sendable {
    case taken, soldOut, lapsed, failed

    init(_ body: () async throws -> some Any) async {
        do {
            _ = try await body()
            self = .taken
        } catch StockError.soldOut {
            self = .soldOut
        } catch StockError.lapsed {
            self = .lapsed
        } catch {
            Issue.record(error)
            self = .failed
        }
    }
}
