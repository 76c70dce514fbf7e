import Bookings
import Inventory
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("Round trips")
struct RoundTripTests {
    /// On one connection everything that is sent is counted.
    private func count(_ shops: TwoShops, _ body: () async throws -> Void) async throws -> Int {
        let before = try await shops.pool.lease { $0.roundTrips }
        try await body()
        return try await shops.pool.lease { $0.roundTrips } - before
    }

    @Test("Holding, confirming and cancelling take three round trips each; quotes two, look-ups one")
    func verbs() async throws {
        try await TwoShops.with(capacity: 3, connections: 1) { shops in
            for shop in shops.both {
                let offer = try await shop.offer(nights: 2)
                let command = try shop.command(.offer(offer.offerID))
                // The first run prepares the statements.
                let first = try await shop.hold(command).booking.id
                _ = try await shop.confirm(first)
                _ = try await shop.cancel(first)
                let id = try await shop.hold(command).booking.id
                #expect(try await count(shops) { _ = try await shop.hold(command) } == 3)
                #expect(try await count(shops) { _ = try await shop.confirm(id) } == 3)
                let promise = try await shop.quoteCancellation(id)
                #expect(try await count(shops) { _ = try await shop.quoteCancellation(id) } == 2)
                #expect(try await count(shops) { _ = try await shop.cancel(id, promise: promise.id) } == 3)
                #expect(
                    try await count(shops) {
                        _ = try await shop.feature.quote.quote(
                            offer.offerID, shop.terms, locale: .english, in: shop.scope)
                    } == 2)
                #expect(
                    try await count(shops) {
                        _ = try await shop.feature.find.find(id, .identifier, key: shop.key, in: shop.scope)
                    } == 1)
            }
        }
    }
}
