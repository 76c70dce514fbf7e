import Bookings
import Foundation
import Inventory
import Postgres
import Pricing
import Tenancy
import TestSupport
import Testing
import Vocabulary

/// Random verbs in a seeded order on both tenants, with time passing at random: whatever happens, the
/// invariants hold, and every answer is one that a model of the booking allows.
///
/// A failure names its seed; run it again alone with `arguments: [seed]`.
@Suite("Random verbs")
struct RandomVerbsTests {
    private static let steps = 80

    private struct Model {
        var state: BookingState
        var isLapsed = false
    }

    private enum Verb: CaseIterable {
        case hold, confirm, cancel, expire, lapse, sweep
    }

    @Test("No sequence of verbs breaks an invariant", arguments: [1, 2, 3, 4] as [UInt64])
    func random(seed: UInt64) async throws {
        try await TwoShops.with(capacity: 2) { shops in
            var random = SeededGenerator(seed: seed)
            for shop in shops.both {
                var models: [BookingID: Model] = [:]
                for step in 0..<Self.steps {
                    let verb = Verb.allCases.randomElement(using: &random) ?? .hold
                    try await perform(verb, shop, shops.fleet, &models, &random)
                    try await Invariants.check(shop, "seed \(seed), step \(step): \(verb)")
                }
                for (id, model) in models { #expect(try await shop.state(id) == model.state, "seed \(seed)") }
            }
        }
    }

    private func perform(
        _ verb: Verb, _ shop: Shop, _ fleet: TestFleet, _ models: inout [BookingID: Model],
        _ random: inout SeededGenerator
    ) async throws {
        let known = models.keys.sorted { $0.uuid.uuidString < $1.uuid.uuidString }
        switch verb {
        case .hold: return try await hold(shop, &models, &random)
        case .sweep:
            let due = models.filter { $0.value.state == .held && $0.value.isLapsed }.map(\.key)
            #expect(try await shop.feature.expire.sweep(shop.scope) == due.count)
            for id in due { models[id]?.state = .expired }
            return
        default: break
        }
        guard let id = known.randomElement(using: &random), let model = models[id] else { return }
        let isLive = model.state == .held && !model.isLapsed
        switch verb {
        case .confirm:
            let result = await outcome { try await shop.confirm(id) }
            #expect(result == isLive)
            if result { models[id]?.state = .confirmed }
        case .cancel:
            let result = await outcome { try await shop.cancel(id) }
            #expect(result == (isLive || model.state == .confirmed))
            if result { models[id]?.state = .cancelled }
        case .expire:
            let result = try await shop.expire(id)
            #expect(result == (model.state == .held && model.isLapsed))
            if result { models[id]?.state = .expired }
        default:
            guard isLive else { return }
            try await lapse(id, shop, fleet)
            models[id]?.isLapsed = true
        }
    }

    private func hold(
        _ shop: Shop, _ models: inout [BookingID: Model], _ random: inout SeededGenerator
    ) async throws {
        let rooms = try (0..<Int.random(in: 1...2, using: &random)).map { _ in try Occupancy(adults: 1) }
        let from = Int.random(in: 0..<4, using: &random)
        let nights = Int.random(in: 1...3, using: &random)
        do {
            let offer = try await shop.offer(
                Int.random(in: 0..<2, using: &random), from: from, nights: nights, rooms: rooms)
            models[try await shop.hold(offer).booking.id] = Model(state: .held)
        } catch is Shop.NoOffer {
            // Sold out already when it was searched for.
        }
    }

    private func lapse(_ id: BookingID, _ shop: Shop, _ fleet: TestFleet) async throws {
        let schema = shop.entry.schema
        _ = try await fleet.admin.single(
            "update \(identifier: schema).room_holds set expires_at = clock_timestamp() where booking_id = \(id.uuid)")
        _ = try await fleet.admin.single(
            "update \(identifier: schema).bookings set space_expires_at = clock_timestamp() where booking_id = \(id.uuid)"
        )
    }

    /// True when it took effect, false when the booking's own rules refused it.
    private func outcome<Value>(_ verb: () async throws -> Value) async -> Bool {
        do {
            _ = try await verb()
            return true
        } catch {
            #expect(error is BookingError, "\(error)")
            return false
        }
    }
}
