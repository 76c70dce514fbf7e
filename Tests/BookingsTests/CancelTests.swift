import Bookings
import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("Cancelling")
struct CancelTests {
    @Test("Before the window it is free, inside it costs its part; the promise ends where the price changes")
    func windows() async throws {
        try await TwoShops.with { shops in
            for shop in shops.both {
                let id = try await shop.hold(try await shop.offer()).booking.id
                _ = try await shop.confirm(id)
                try await shop.moveWindow(id, begins: 120, shops.fleet)
                let early = try await shop.quoteCancellation(id)
                #expect(early.penalty.minor == 0)
                #expect(early.expiresAt < WallClock.system.now() + 125)
                try await shop.moveWindow(id, begins: -1, shops.fleet)
                let late = try await shop.quoteCancellation(id)
                #expect(late.penalty == Money(minor: 5_000, .eur))
                #expect(late.refund.minor == 0)
                // Nobody's promise outlives the terms that it was made under.
                await #expect(throws: BookingError.cancellationQuoteExpired) {
                    try await shop.cancel(id, promise: early.id)
                }
                let cancelled = try await shop.cancel(id, promise: late.id)
                #expect(cancelled.dated.booking.penalty == late.penalty)
                #expect(try await shop.counts() == (0, 0, 1))
            }
        }
    }

    @Test("The penalty of the promise is what the booking keeps")
    func penalty() async throws {
        try await TwoShops.with { shops in
            for shop in shops.both {
                let id = try await shop.hold(try await shop.offer(nights: 3)).booking.id
                _ = try await shop.confirm(id)
                try await shop.moveWindow(id, begins: -1, shops.fleet)
                _ = try await shop.cancel(id)
                let row = try await shop.scope.run(
                    "select penalty_minor, state from bookings where booking_id = \(id.uuid)"
                ).only()
                #expect(try row.get("penalty_minor", as: Int.self) == 15_000)
                #expect(try row.get("state", as: String.self) == "cancelled")
            }
        }
    }

    @Test("A promise that ran out, was made before a change, or for another booking is not kept")
    func void() async throws {
        try await TwoShops.with(capacity: 3) { shops in
            for shop in shops.both {
                let id = try await shop.hold(try await shop.offer()).booking.id
                let other = try await shop.hold(try await shop.offer()).booking.id
                let asHeld = try await shop.quoteCancellation(id)
                _ = try await shop.confirm(id)
                await #expect(throws: BookingError.cancellationQuoteExpired) {
                    try await shop.cancel(id, promise: asHeld.id)
                }
                await #expect(throws: BookingError.cancellationQuoteNotFound) {
                    try await shop.cancel(other, promise: asHeld.id)
                }
                let promise = try await shop.quoteCancellation(id)
                _ = try await shops.fleet.admin.single(
                    "update \(identifier: shop.entry.schema).cancellation_quotes set expires_at = clock_timestamp()")
                await #expect(throws: BookingError.cancellationQuoteExpired) {
                    try await shop.cancel(id, promise: promise.id)
                }
                #expect(try await shop.state(id) == .confirmed)
                #expect(try await shop.counts().sold == 1)
            }
        }
    }

    @Test("A hold is given back free of charge; given back twice, the second is refused")
    func held() async throws {
        try await TwoShops.with { shops in
            for shop in shops.both {
                let id = try await shop.hold(try await shop.offer()).booking.id
                let promise = try await shop.quoteCancellation(id)
                #expect(promise.penalty.minor == 0)
                _ = try await shop.cancel(id, promise: promise.id)
                let error = await #expect(throws: BookingError.self) { try await shop.cancel(id, promise: promise.id) }
                #expect(error == .notAllowed(.cancelled, available: []))
                #expect(error?.problem.members["available_actions"] == .list([]))
                #expect(try await shop.counts() == (0, 0, 1))
            }
        }
    }
}
