import Bookings
import Foundation
import Inventory
import Postgres
import Pricing
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("Booking a room")
struct BookingTests {
    @Test("An offer becomes a quote, a hold, a booking and, given back, free room again")
    func mainPath() async throws {
        try await TwoShops.with { shops in
            for shop in shops.both {
                let offer = try await shop.offer(nights: 2)
                let quote = try await shop.feature.quote.quote(
                    offer.offerID, shop.terms, locale: .english, in: shop.scope)
                #expect(quote.outcome == .available)
                let held = try await shop.hold(try shop.command(.quote(quote.id)))
                #expect(held.booking.state == .held)
                #expect(held.dated.availableActions == [.confirm, .cancel])
                #expect(held.booking.price.total == Money(minor: 2 * Shop.nightlyMinor, .eur))
                #expect(try await shop.counts().held == 1)

                let confirmed = try await shop.confirm(held.booking.id)
                #expect(confirmed.state == .confirmed)
                #expect(try await shop.counts() == (0, 1, 1))
                #expect(try await shop.counts(night: 1) == (0, 1, 1))

                let cancelled = try await shop.cancel(held.booking.id)
                #expect(cancelled.dated.state == .cancelled)
                #expect(cancelled.cost.penalty.minor == 0)
                #expect(try await shop.counts() == (0, 0, 1))
                try await expectTrail(shop, held.booking.id, ["hold", "confirm", "cancel"])
            }
        }
    }

    /// Timeline, outbox, audit and funnel tell the same story, and none of it names a person.
    private func expectTrail(_ shop: Shop, _ id: BookingID, _ verbs: [String]) async throws {
        let results = try await shop.scope.run([
            "select action from booking_events where booking_id = \(id.uuid) order by sequence",
            "select kind, payload from outbox_events where subject_id = \(id.uuid) order by event_id",
            "select action, after from audit_entries where subject_id = \(id.uuid.text) order by entry_id",
            "select step from funnel_events where step <> 'quote' order by event_id",
            "select unique_key from jobs where kind = 'booking.release_hold'",
        ])
        #expect(try results[0].map { try $0.get("action", as: String.self) } == verbs)
        #expect(
            try results[1].map { try $0.get("kind", as: String.self) } == [
                "booking.held", "booking.confirmed", "booking.cancelled",
            ])
        #expect(try results[2].map { try $0.get("action", as: String.self) } == verbs.map { "booking.\($0)" })
        #expect(try results[3].map { try $0.get("step", as: String.self) } == verbs)
        #expect(try results[4].map { try $0.get("unique_key", as: String.self) } == [id.uuid.text])
        for row in results[1] {
            let payload = try row.get("payload", as: JSONText.self).text
            #expect(!payload.contains("ada") && !payload.contains("Lovelace"))
        }
    }

    @Test("People are sealed at rest, and what was agreed cannot be written again")
    func atRest() async throws {
        try await TwoShops.with { shops in
            for shop in shops.both {
                let held = try await shop.hold(try await shop.offer())
                let row = try await shop.scope.run(
                    "select b::text as whole from bookings b where booking_id = \(held.booking.id.uuid)"
                ).only()
                let whole: String = try row.get("whole")
                let plain = ["Ada", "Lovelace", "ada@example.com", "901820", held.token.description]
                for text in plain {
                    #expect(!whole.contains(text))
                    #expect(!whole.contains(Array(text.utf8).map { String($0, radix: 16) }.joined()))
                }
                for column in ["stay", "total_minor", "check_in"] {
                    let error = await #expect(throws: (any Error).self) {
                        try await shop.scope.run("update bookings set \(identifier: column) = \(identifier: column)")
                    }
                    #expect(error?.postgres?.constraint == "bookings_amended", "\(column)")
                }
                for column in ["conditions", "currency", "access_token_hash"] {
                    let error = await #expect(throws: (any Error).self) {
                        try await shop.scope.run("update bookings set \(identifier: column) = \(identifier: column)")
                    }
                    #expect(error?.postgres?.kind == .insufficientPrivilege, "\(column)")
                }
                let error = await #expect(throws: (any Error).self) {
                    try await shop.scope.run("update booking_events set actor = 'x'")
                }
                #expect(error?.postgres?.kind == .insufficientPrivilege)
            }
        }
    }

    @Test("A price that changed is refused until its new total is accepted by name")
    func priceChanged() async throws {
        try await TwoShops.with { shops in
            for shop in shops.both {
                let offer = try await shop.offer()
                _ = try await shop.scope.run("update nightly_rates set price_minor = price_minor + 500")
                let (old, new) = (Money(minor: 10_000, .eur), Money(minor: 10_500, .eur))
                await #expect(throws: BookingError.priceChanged(offered: old, total: new)) {
                    try await shop.hold(offer)
                }
                await #expect(throws: BookingError.priceChanged(offered: old, total: new)) {
                    try await shop.hold(offer, accepted: Money(minor: 10_400, .eur))
                }
                let quote = try await shop.feature.quote.quote(
                    offer.offerID, shop.terms, locale: .english, in: shop.scope)
                #expect(quote.outcome == .priceChanged)
                await #expect(throws: BookingError.priceChanged(offered: old, total: new)) {
                    try await shop.hold(try shop.command(.quote(quote.id)))
                }
                #expect(try await shop.counts().held == 0)
                let held = try await shop.hold(try shop.command(.quote(quote.id), accepted: new))
                #expect(held.booking.price.total == new)
                #expect(
                    try await shop.scope.run("select accepted_minor from quotes").only().get(
                        "accepted_minor", as: Int.self)
                        == 10_500)
            }
        }
    }

    @Test("An offer is good on its own site only; a quote of another tenant does not exist")
    func foreign() async throws {
        try await TwoShops.with { shops in
            let offer = try await shops.pooled.offer()
            await #expect(throws: BookingError.offerUnknown) { try await shops.schema.hold(offer) }
            await #expect(throws: BookingError.offerUnknown) {
                try await shops.pooled.hold(try shops.pooled.command(.offer(String(offer.offerID.reversed()))))
            }
            let quote = try await shops.pooled.feature.quote.quote(
                offer.offerID, shops.pooled.terms, locale: .english, in: shops.pooled.scope)
            await #expect(throws: BookingError.quoteNotFound) {
                try await shops.schema.hold(try shops.schema.command(.quote(quote.id)))
            }
        }
    }

    @Test("What is sold out is said to be, by quote and by hold; a quote that ran out is told so")
    func soldOut() async throws {
        try await TwoShops.with { shops in
            for shop in shops.both {
                let offer = try await shop.offer(nights: 3)
                let quote = try await shop.feature.quote.quote(
                    offer.offerID, shop.terms, locale: .english, in: shop.scope)
                _ = try await shop.hold(try await shop.offer(from: 1))
                let night = shop.firstNight.adding(days: 1)
                await #expect(throws: BookingError.soldOut([.init(roomType: shop.roomTypes[0], night: night)])) {
                    try await shop.hold(try shop.command(.quote(quote.id)))
                }
                await #expect(throws: BookingError.soldOut([])) { try await shop.hold(offer) }
                let again = try await shop.feature.quote.quote(
                    offer.offerID, shop.terms, locale: .english, in: shop.scope)
                #expect(again.outcome == .soldOut)
                _ = try await shop.scope.run("update quotes set expires_at = clock_timestamp()")
                await #expect(throws: BookingError.quoteExpired) {
                    try await shop.hold(try shop.command(.quote(quote.id)))
                }
            }
        }
    }

    @Test("More travellers than the rooms are for are refused beside their field")
    func tooMany() async throws {
        try await TwoShops.with { shops in
            let shop = shops.pooled
            let entry = PartyEntry(
                travellers: Array(repeating: .init(fullName: "A"), count: 3), email: "a@example.com")
            let command = HoldCommand(
                source: .offer(try await shop.offer().offerID), acceptedTotal: nil,
                party: try entry.checked(homeRegion: nil), locale: .english)
            await #expect(throws: BookingError.invalid([.init("/travellers", "too_many", ["max": .number(2)])])) {
                try await shop.hold(command)
            }
        }
    }

    @Test("A frozen stay reads back as it was written, to the byte")
    func frozen() async throws {
        try await TwoShops.with { shops in
            for shop in shops.both {
                let rooms = try [Occupancy(adults: 3, childAges: [4]), Occupancy(adults: 1)]
                _ = try await shop.scope.run("update room_nights set capacity = 5")
                let held = try await shop.hold(try await shop.offer(nights: 4, rooms: rooms))
                let json: JSONText = try await shop.scope.run(
                    "select stay from bookings where booking_id = \(held.booking.id.uuid)"
                ).only().get("stay")
                let read = try FrozenStay(json: json)
                #expect(read == held.booking.stay)
                #expect(try read.json() == held.booking.stay.json())
                #expect(read.price.total == read.nightly.map(\.amount).reduce(.zero(.eur), +))
                #expect(read.checkOut.zone == "Europe/Berlin")
            }
        }
    }
}
