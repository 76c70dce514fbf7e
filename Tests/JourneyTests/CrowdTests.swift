import Foundation
import NIOHTTP1
import Tenancy
import TestSupport
import Testing

@Suite("A crowd at a running site", .serialized)
struct CrowdTests {
    static let buyerCount = 500
    static let basketCount = 120
    static let lineCount = 40
    static let slowSeconds = 6
    /// A mixed basket that was sent twice is settled after so many answers that it is in flight.
    static let attemptsMax = 2_000

    private static func markets(
        _ body: @escaping @Sendable (Market) async throws -> Void
    ) async throws {
        let fleet = try await TestFleet.make()
        let partners = [
            try await TestPartner.make("halfway", as: "pool", .pooled, in: fleet),
            try await TestPartner.make("hinode", as: "own", .schema, in: fleet),
        ]
        try await RunningHub.run(1, on: fleet) { hubs in
            for partner in partners { try await body(Market(partner, fleet, port: hubs[0].port)) }
        }
        await fleet.close()
    }

    @Test("Of 500 buyers of one last room one gets it, every other hears that it is sold out, whichever the mode")
    func lastRoom() async throws {
        try await Self.markets { market in
            let hotel = try await market.hotel()
            try await market.setStock(1, of: hotel)
            let offer = try #require(try await market.offers(of: hotel, from: 0, nights: 2, rooms: [2]).first)
            let start = ContinuousClock.now
            let replies = try await withThrowingTaskGroup(of: Wire.Reply.self) { group in
                for index in 0..<Self.buyerCount {
                    group.addTask {
                        try await market.hold(offer.id, key: "buyer-\(index)", email: "buyer\(index)@example.com")
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let tally = replies.reduce(into: [:]) { tally, reply in
                tally[reply.status == 201 ? "held" : "\(reply.status) \(reply.member("code") ?? "")", default: 0] += 1
            }
            print(
                "\(Self.buyerCount) buyers (\(market.partner.entry.isolation.text)) in \(ContinuousClock.now - start): \(tally)"
            )
            #expect(tally == ["held": 1, "409 offer.sold_out": Self.buyerCount - 1])
            #expect(
                replies.filter { $0.status == 409 }.allSatisfy {
                    $0.headers["content-type"] == ["application/problem+json"]
                })
            #expect(try await market.bookings().count == 1)
            let faults = try await market.stockFaults()
            #expect(faults.isEmpty, "\(faults)")
        }
    }

    /// The pool's own five seconds would turn those away whose turn comes later.
    @Test("Buyers who stand in line for seconds behind a slow one are served, and a probe does not wait with them")
    func slowLine() async throws {
        try await Self.markets { market in
            let hotel = try await market.hotel()
            try await market.setStock(4, of: hotel)
            let offer = try #require(try await market.offers(of: hotel, from: 0, nights: 1, rooms: [2]).first)
            let (locks, locked) = AsyncStream<Void>.makeStream()
            async let slow: Void = market.lockNights(seconds: Self.slowSeconds) { locked.yield() }
            for await _ in locks { break }
            let start = ContinuousClock.now
            async let statuses = withThrowingTaskGroup(of: Int.self) { group in
                for index in 0..<Self.lineCount {
                    group.addTask {
                        try await market.hold(offer.id, key: "line-\(index)", email: "a@example.com").status
                    }
                }
                return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            }
            let probed = try await Wire(port: market.wire.port, host: "platform.test").get("/readyz")
            #expect(probed.status == 200)
            #expect(ContinuousClock.now - start < .seconds(Self.slowSeconds))
            let told = try await statuses
            try await slow
            #expect(ContinuousClock.now - start > .seconds(5))
            #expect(told == [201: 4, 409: Self.lineCount - 4])
        }
    }

    @Test("Mixed baskets sent twice each under one key, confirmed and cancelled in between, fit the stock exactly")
    func mixedBaskets() async throws {
        try await Self.markets { market in
            let hotel = try await market.hotel()
            var offers: [String] = []
            for from in 0..<4 {
                for (nights, rooms) in [(1, [2]), (3, [2]), (2, [1, 2]), (3, [2, 1])] {
                    offers += try await market.offers(of: hotel, from: from, nights: nights, rooms: rooms).map(\.id)
                }
            }
            let baskets = offers
            try await market.setStock(8, of: hotel)
            let faults = try await withThrowingTaskGroup(of: [String].self) { group in
                for index in 0..<Self.basketCount {
                    group.addTask { try await Self.buy(baskets[(index * 7) % baskets.count], index, market) }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
            let states = try await market.bookings().values.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            print(
                "\(Self.basketCount) baskets of \(baskets.count) kinds (\(market.partner.entry.isolation.text)): \(states)"
            )
            #expect((states["confirmed"] ?? 0) > 0 && (states["cancelled"] ?? 0) > 0)
            let stock = try await market.stockFaults()
            #expect(stock.isEmpty, "\(stock)")
        }
    }

    /// One buyer: the same request twice at once; every second confirms then, every third cancels.
    private static func buy(_ offer: String, _ index: Int, _ market: Market) async throws -> [String] {
        var faults: [String] = []
        let key = "basket-\(index)"
        @Sendable func settled() async throws -> Wire.Reply {
            var reply = try await market.hold(offer, key: key, email: "\(key)@example.com")
            for _ in 0..<attemptsMax where reply.member("code") == "idempotency.in_flight" {
                reply = try await market.hold(offer, key: key, email: "\(key)@example.com")
            }
            return reply
        }
        async let first = settled()
        async let second = settled()
        let replies = [try await first, try await second]
        for reply in replies where reply.status != 201 && reply.member("code") != "offer.sold_out" {
            faults.append("\(key): \(reply.status) \(reply.body)")
        }
        let held = replies.filter { $0.status == 201 }
        if Set(held.compactMap { $0.member("id") }).count > 1 { faults.append("\(key) made two bookings") }
        // Only the answer that is no repetition tells the token.
        guard let made = held.first(where: { $0.headers.contains(name: "x-booking-access") }),
            let id = made.member("id"), let token = made.headers.first(name: "x-booking-access")
        else { return faults }
        if index.isMultiple(of: 2) {
            let reply = try await market.confirm(id, token: token, key: "confirm-\(index)")
            if reply.status != 200 { faults.append("confirm \(key): \(reply.status) \(reply.body)") }
        }
        if index.isMultiple(of: 3) {
            let asked = try await market.askCancellation(id, token: token)
            let reply = try await market.cancel(
                id, promise: try asked.expect("cancellation_quote_id"), token: token, key: "cancel-\(index)")
            if reply.status != 200 { faults.append("cancel \(key): \(reply.status) \(reply.body)") }
        }
        return faults
    }
}
