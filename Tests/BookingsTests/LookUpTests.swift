import Bookings
import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@Suite("Finding a booking again")
struct LookUpTests {
    @Test("Reference and e-mail open it, typed in any way; so does the token")
    func opens() async throws {
        try await TwoShops.with { shops in
            for shop in shops.both {
                let held = try await shop.hold(try await shop.offer())
                let reference = held.booking.reference.description
                let typed = reference.prefix(4).lowercased() + " - " + reference.suffix(4)
                let found = try await shop.feature.find.find(
                    reference: typed, email: " ADA@example.COM", key: shop.key, in: shop.scope)
                #expect(found.booking.id == held.booking.id)
                #expect(found.party?.travellers.first?.form == .parts(given: "Ada", family: "Lovelace"))
                #expect(found.party?.phone == "+4930901820")
                let byToken = try await shop.feature.find.find(
                    held.booking.id, .token(held.token), key: shop.key, in: shop.scope)
                #expect(byToken.party == found.party)
                let byIdentifier = try await shop.feature.find.find(
                    held.booking.id, .identifier, key: shop.key, in: shop.scope)
                #expect(byIdentifier.party == nil)
            }
        }
    }

    @Test("Whatever is wrong, the refusal is the same, and takes one round trip like the answer")
    func refusals() async throws {
        try await TwoShops.with { shops in
            let (ours, theirs) = (shops.pooled, shops.schema)
            let held = try await ours.hold(try await ours.offer())
            let reference = held.booking.reference.description
            let stranger = BookingReference(from: .system).description
            for (shop, reference, email) in [
                (ours, stranger, "ada@example.com"), (ours, reference, "bob@example.com"),
                (ours, "no reference", "ada@example.com"), (ours, reference, "no address"),
                (theirs, reference, "ada@example.com"),
            ] {
                await #expect(throws: BookingError.notFound) {
                    try await shop.feature.find.find(reference: reference, email: email, key: shop.key, in: shop.scope)
                }
            }
            for (shop, proof) in [
                (ours, BookingProof.token(AccessToken(from: .system))), (theirs, .token(held.token)),
                (theirs, .identifier), (ours, .email(try #require(EmailAddress("bob@example.com")))),
            ] {
                await #expect(throws: BookingError.notFound) {
                    try await shop.feature.find.find(held.booking.id, proof, key: shop.key, in: shop.scope)
                }
                await #expect(throws: BookingError.notFound) { try await shop.confirm(held.booking.id, proof) }
                await #expect(throws: BookingError.notFound) {
                    try await shop.quoteCancellation(held.booking.id, proof)
                }
            }
            #expect(try await ours.state(held.booking.id) == .held)
        }
    }

    @Test("Equal addresses of two tenants have different indexes")
    func indexes() async throws {
        try await TwoShops.with { shops in
            var seen: Set<Data> = []
            for shop in shops.both {
                let held = try await shop.hold(try await shop.offer())
                let row = try await shop.scope.run(
                    "select email_index from bookings where booking_id = \(held.booking.id.uuid)"
                ).only()
                seen.insert(try row.get("email_index", as: Data.self))
            }
            #expect(seen.count == 2)
        }
    }

    @Test("A list holds the bookings of the tokens shown, newest first, page by page, and no others")
    func lists() async throws {
        try await TwoShops.with(capacity: 6) { shops in
            for shop in shops.both {
                var mine: [HeldBooking] = []
                for _ in 0..<5 { mine.append(try await shop.hold(try await shop.offer())) }
                _ = try await shop.hold(try await shop.offer())
                var seen: [BookingID] = []
                var cursor: BookingID?
                repeat {
                    let page = try await shop.feature.list.list(
                        mine.map(\.token), before: cursor, limit: 2, in: shop.scope)
                    seen += page.bookings.map(\.booking.id)
                    cursor = page.next
                } while cursor != nil
                #expect(seen == mine.map(\.booking.id).reversed())
                #expect(try await shop.feature.list.list([], before: nil, in: shop.scope).bookings.isEmpty)
            }
            let held = try await shops.pooled.feature.list.list(
                [AccessToken(from: .system)], before: nil, in: shops.schema.scope)
            #expect(held.bookings.isEmpty)
        }
    }
}
