import Bookings
import Foundation
import Inventory
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("The two clocks of a hold")
struct ExpiryTests {
    /// Moves a hold's end as time would, because the database's clock is not ours to set.
    private func lapse(_ shop: Shop, _ fleet: TestFleet, _ id: BookingID, secondsAgo: Double) async throws {
        let schema = shop.entry.schema
        let end: SQL = "clock_timestamp() - make_interval(secs => \(secondsAgo))"
        _ = try await fleet.admin.single(
            "update \(identifier: schema).room_holds set expires_at = \(fragment: end) where booking_id = \(id.uuid)")
        _ = try await fleet.admin.single(
            "update \(identifier: schema).bookings set space_expires_at = \(fragment: end) where booking_id = \(id.uuid)"
        )
    }

    @Test("A hold is confirmed up to its last moment and not from it on")
    func border() async throws {
        try await TwoShops.with(capacity: 2) { shops in
            for shop in shops.both {
                let early = try await shop.hold(try await shop.offer()).booking.id
                try await lapse(shop, shops.fleet, early, secondsAgo: -20)
                #expect(try await shop.confirm(early).state == .confirmed)
                let late = try await shop.hold(try await shop.offer()).booking.id
                try await lapse(shop, shops.fleet, late, secondsAgo: 0)
                let error = await #expect(throws: BookingError.self) { try await shop.confirm(late) }
                #expect(error?.problem.code == "booking.hold_expired")
                #expect(try await shop.counts().sold == 1)
            }
        }
    }

    @Test("Stock that lapsed while the booking still reads as held is not sold")
    func underTheLock() async throws {
        try await TwoShops.with { shops in
            for shop in shops.both {
                let id = try await shop.hold(try await shop.offer()).booking.id
                _ = try await shops.fleet.admin.single(
                    "update \(identifier: shop.entry.schema).room_holds set expires_at = clock_timestamp() where booking_id = \(id.uuid)"
                )
                let error = await #expect(throws: BookingError.self) { try await shop.confirm(id) }
                #expect(error?.problem.code == "booking.hold_expired")
                #expect(try await shop.state(id) == .held)
                #expect(try await shop.counts().sold == 0)
            }
        }
    }

    @Test("A price that no longer holds is told apart from a room that no longer does")
    func price() async throws {
        try await TwoShops.with { shops in
            for shop in shops.both {
                let id = try await shop.hold(try await shop.offer()).booking.id
                _ = try await shops.fleet.admin.single(
                    "update \(identifier: shop.entry.schema).bookings set price_expires_at = clock_timestamp()")
                let error = await #expect(throws: BookingError.self) { try await shop.confirm(id) }
                #expect(error?.problem.code == "booking.price_expired")
            }
        }
    }

    @Test("A lapsed hold reads as expired, gives way to the next buyer, and is tidied up once")
    func lapsed() async throws {
        try await TwoShops.with { shops in
            for shop in shops.both {
                let first = try await shop.hold(try await shop.offer()).booking.id
                #expect(try await shop.expire(first) == false)
                try await lapse(shop, shops.fleet, first, secondsAgo: 1)
                let found = try await shop.feature.find.find(first, .identifier, key: shop.key, in: shop.scope)
                #expect(found.dated.state == .expired)
                #expect(found.dated.availableActions.isEmpty)
                let second = try await shop.hold(try await shop.offer()).booking.id
                #expect(try await shop.counts() == (1, 0, 1))
                #expect(try await shop.feature.expire.sweep(shop.scope) == 1)
                #expect(try await shop.feature.expire.sweep(shop.scope) == 0)
                #expect(try await shop.state(first) == .expired)
                #expect(try await shop.confirm(second).state == .confirmed)
                #expect(try await shop.expire(second) == false)
                let error = await #expect(throws: BookingError.self) { try await shop.quoteCancellation(first) }
                #expect(error == .notAllowed(.expired, available: []))
            }
        }
    }

    @Test("A stay that is over is completed, and cannot be cancelled from its last moment on")
    func completed() async throws {
        try await TwoShops.with { shops in
            for shop in shops.both {
                let id = try await shop.hold(try await shop.offer()).booking.id
                _ = try await shop.confirm(id)
                #expect(try await shop.feature.complete.complete(shop.scope) == 0)
                _ = try await shops.fleet.admin.single(
                    """
                    update \(identifier: shop.entry.schema).bookings
                       set ends_at = clock_timestamp(),
                           stay = jsonb_set(stay, '{leaves_by,instant}', to_jsonb(floor(extract(epoch from clock_timestamp()))))
                     where booking_id = \(id.uuid)
                    """)
                let error = await #expect(throws: BookingError.self) { try await shop.quoteCancellation(id) }
                #expect(error == .notAllowed(.completed, available: []))
                #expect(try await shop.feature.complete.complete(shop.scope) == 1)
                #expect(try await shop.feature.complete.complete(shop.scope) == 0)
                #expect(try await shop.state(id) == .completed)
            }
        }
    }
}
