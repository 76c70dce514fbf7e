import Bookings
import Foundation
import Inventory
import Postgres
import Pricing
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("Many buyers at once")
struct RushTests {
    private enum Outcome: Hashable, Sendable {
        case held
        case soldOut
        case other(String)
    }

    private func rush(_ count: Int, _ buy: @escaping @Sendable (Int) async throws -> Void) async -> [Outcome: Int] {
        await withTaskGroup(of: Outcome.self) { group in
            for index in 0..<count {
                group.addTask {
                    do {
                        try await buy(index)
                        return .held
                    } catch BookingError.soldOut {
                        return .soldOut
                    } catch {
                        return .other("\(error)")
                    }
                }
            }
            return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
    }

    @Test("Of 500 buyers of one last room exactly one gets it, all others hear that it is sold out")
    func lastRoom() async throws {
        try await TwoShops.with(connections: 12) { shops in
            for shop in shops.both {
                let offer = try await shop.offer(nights: 2)
                let quote = try await shop.feature.quote.quote(
                    offer.offerID, shop.terms, locale: .english, in: shop.scope)
                let outcomes = await rush(500) { index in
                    // An offer is priced again first; a quote goes straight for the stock.
                    let source: HoldCommand.Source =
                        index.isMultiple(of: 5) ? .offer(offer.offerID) : .quote(quote.id)
                    _ = try await shop.hold(try shop.command(source, email: "buyer\(index)@example.com"))
                }
                #expect(outcomes == [.held: 1, .soldOut: 499])
                #expect(try await shop.counts() == (1, 0, 1))
                #expect(try await shop.scope.run("select booking_id from bookings").count == 1)
            }
        }
    }

    @Test("Mixed baskets over nights and room types in any order neither deadlock nor oversell")
    func mixedBaskets() async throws {
        try await TwoShops.with(capacity: 3, connections: 12) { shops in
            for shop in shops.both {
                var offers: [OfferedStay] = []
                for type in 0..<2 {
                    for from in 0..<3 {
                        offers.append(try await shop.offer(type, from: from, nights: 3))
                        offers.append(
                            try await shop.offer(
                                type, from: from, nights: 2, rooms: [Occupancy(adults: 1), Occupancy(adults: 2)]))
                    }
                }
                let baskets = offers
                let outcomes = await rush(120) { index in
                    let held = try await shop.hold(baskets[(index * 7) % baskets.count])
                    // Others confirm and cancel in between, in the opposite order of nights.
                    if index.isMultiple(of: 3) { _ = try await shop.confirm(held.booking.id) }
                    if index.isMultiple(of: 2) { _ = try await shop.cancel(held.booking.id) }
                }
                #expect(outcomes.keys.allSatisfy { $0 == .held || $0 == .soldOut }, "\(outcomes)")
                try await Invariants.check(shop)
            }
        }
    }

    @Test("Of many confirmations at once one takes effect, the others are told that it is done")
    func doubleConfirm() async throws {
        try await TwoShops.with(connections: 12) { shops in
            for shop in shops.both {
                let id = try await shop.hold(try await shop.offer()).booking.id
                let errors = await withTaskGroup(of: BookingError?.self) { group in
                    for _ in 0..<20 {
                        group.addTask {
                            do { _ = try await shop.confirm(id) } catch {
                                return error as? BookingError ?? .quoteNotFound
                            }
                            return nil
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(errors.filter { $0 == nil }.count == 1)
                #expect(
                    errors.compactMap(\.self).allSatisfy {
                        $0 == .notAllowed(.confirmed, available: [.cancel, .change])
                    })
                #expect(try await shop.counts() == (0, 1, 1))
                try await Invariants.check(shop)
            }
        }
    }

    @Test("Raw SQL of the application's own role cannot sell a room twice")
    func rawSQL() async throws {
        try await TwoShops.with { shops in
            for shop in shops.both {
                let id = try await shop.hold(try await shop.offer()).booking.id
                let (tenant, type, night) = (shop.entry.id, shop.roomTypes[0].uuid, shop.firstNight)
                let attacks: [(SQL, String)] = [
                    ("update room_nights set held = 0", "counts"), ("update room_nights set sold = 0", "counts"),
                    ("update room_nights set capacity = 0", "capacity below what is held"),
                    ("update room_holds set quantity = 2 where booking_id = \(id.uuid)", "quantity"),
                    (
                        """
                        insert into room_holds
                          (tenant_id, hold_id, booking_id, room_type_id, night, quantity, state, expires_at)
                        values (\(tenant), \(UUID()), \(id.uuid), \(type), \(night), 1, 'sold', 'infinity')
                        """, "second sale"
                    ),
                ]
                for (attack, name) in attacks {
                    await #expect(throws: (any Error).self, "\(name)") { try await shop.scope.run(attack) }
                }
                #expect(try await shop.counts() == (1, 0, 1))
                try await Invariants.check(shop)
            }
        }
    }
}
