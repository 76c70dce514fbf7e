import Bookings
import Foundation
import Inventory
import Postgres
import Pricing
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("Who waits for whom")
struct LockOrderTests {
    /// So many of the site's transactions stand still because another one has a row.
    private static func waits(_ fleet: TestFleet, _ count: Int) async throws -> Bool {
        try await comesTrue(within: .seconds(30)) {
            let found: Int = try await fleet.admin.single(
                """
                select count(*) as count from pg_stat_activity
                 where datname = current_database() and usename = 'travelhub_app' and wait_event_type = 'Lock'
                """
            ).only().get("count")
            return found >= count
        }
    }

    /// Two at once while somebody else has a night of both; both go on when it is free, and neither is given up.
    private func meet(
        _ till: Till, _ fleet: TestFleet, over night: Int, _ first: @escaping @Sendable () async throws -> Void,
        _ second: @escaping @Sendable () async throws -> Void
    ) async throws {
        let day = till.shop.firstNight.adding(days: night)
        let before = try await deadlocks(fleet)
        try await withThrowingTaskGroup(of: Void.self) { group in
            try await fleet.admin.transaction { gate in
                _ = try await gate.run(
                    """
                    select night from \(identifier: till.shop.entry.schema).room_nights
                     where room_type_id = \(till.shop.roomTypes[0].uuid) and night = \(day) for no key update
                    """)
                group.addTask { try await first() }
                #expect(try await Self.waits(fleet, 1))
                group.addTask { try await second() }
                #expect(try await Self.waits(fleet, 2))
            }
            try await group.waitForAll()
        }
        #expect(try await deadlocks(fleet) == before)
    }

    /// A transaction that the database gave up is run again, so nobody else notices.
    private func deadlocks(_ fleet: TestFleet) async throws -> Int {
        _ = try await fleet.admin.single("select pg_stat_force_next_flush()")
        return try await fleet.admin.single(
            "select deadlocks from pg_stat_database where datname = current_database()"
        ).only().get("deadlocks")
    }

    @Test("A stay that moves and a hold across both of its ends, whoever is first", arguments: [true, false])
    func moved(changeIsFirst: Bool) async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let fleet = tills.shops.fleet
                let (booking, _) = try await till.paid(nights: 2, from: 0)
                let promised = try await till.shop.quoteChange(
                    .stay(till.shop.dates(from: 2, nights: 2), nil), of: booking)
                let offer = try await till.shop.offer(from: 1, nights: 2)
                let change: @Sendable () async throws -> Void = {
                    _ = try await till.shop.change(booking, promise: promised.id)
                }
                let hold: @Sendable () async throws -> Void = { _ = try await till.shop.hold(offer) }
                try await meet(
                    till, fleet, over: 2, changeIsFirst ? change : hold, changeIsFirst ? hold : change)
                #expect(try await till.booking(booking).stay.dates == till.shop.dates(from: 2, nights: 2))
                let counts = try await (0...3).asyncMap { try await till.shop.counts(night: $0) }
                #expect(counts.map(\.sold) == [0, 0, 1, 1] && counts.map(\.held) == [0, 1, 1, 0])
            }
        }
    }

    @Test("A booking given back with a change to earlier nights, and a hold across both", arguments: [true, false])
    func cancelled(cancelIsFirst: Bool) async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let fleet = tills.shops.fleet
                let (booking, _) = try await till.paid(nights: 2, from: 3)
                // A night more, so that it waits for its money.
                let changed = try await till.shop.change(
                    booking, .stay(till.shop.dates(from: 0, nights: 3), nil))
                try #require(changed.payBy != nil)
                let quote = try await till.shop.quoteCancellation(booking)
                let offer = try await till.shop.offer(from: 2, nights: 2)
                let cancel: @Sendable () async throws -> Void = {
                    _ = try await till.shop.cancel(booking, promise: quote.id)
                }
                let hold: @Sendable () async throws -> Void = { _ = try await till.shop.hold(offer) }
                try await meet(
                    till, fleet, over: 3, cancelIsFirst ? cancel : hold, cancelIsFirst ? hold : cancel)
                let counts = try await (0...4).asyncMap { try await till.shop.counts(night: $0) }
                #expect(counts.map(\.sold) == [0, 0, 0, 0, 0] && counts.map(\.held) == [0, 0, 1, 1, 0])
            }
        }
    }

    @Test("A change in the place of one that waits, and a hold across all of their nights", arguments: [true, false])
    func replaced(changeIsFirst: Bool) async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let fleet = tills.shops.fleet
                let (booking, _) = try await till.paid(nights: 2, from: 0)
                _ = try await till.shop.change(booking, .stay(till.shop.dates(from: 4, nights: 3), nil))
                let promised = try await till.shop.quoteChange(
                    .stay(till.shop.dates(from: 2, nights: 2), nil), of: booking)
                let offer = try await till.shop.offer(from: 1, nights: 4)
                let change: @Sendable () async throws -> Void = {
                    _ = try await till.shop.change(booking, promise: promised.id)
                }
                let hold: @Sendable () async throws -> Void = { _ = try await till.shop.hold(offer) }
                try await meet(
                    till, fleet, over: 4, changeIsFirst ? change : hold, changeIsFirst ? hold : change)
                let counts = try await (0...6).asyncMap { try await till.shop.counts(night: $0) }
                #expect(counts.map(\.sold) == [0, 0, 1, 1, 0, 0, 0])
                #expect(counts.map(\.held) == [0, 1, 1, 1, 1, 0, 0])
            }
        }
    }

    @Test("A change that is paid while the sweeper waits for it stays paid")
    func lapsed() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let fleet = tills.shops.fleet
                let (booking, _) = try await till.paid()
                let changed = try await till.shop.change(booking, .stay(till.shop.dates(nights: 2), nil))
                let id = changed.amendment.id
                try await till.lapseChanges(fleet)
                async let swept = till.scope.transaction { tx in
                    _ = try await tx.run(AmendmentStore.end(id, .applied))
                    async let lapsed = till.shop.feature.expire.sweep(till.scope)
                    #expect(try await Self.waits(fleet, 1))
                    _ = try await tx.commit(after: [])
                    return try await lapsed
                }
                #expect(try await swept == 0)
                let state: String = try await till.scope.run(
                    "select state from amendments where amendment_id = \(id.uuid)"
                ).only().get("state")
                #expect(state == "applied")
            }
        }
    }
}

extension Sequence where Element: Sendable {
    fileprivate func asyncMap<T>(_ map: (Element) async throws -> T) async throws -> [T] {
        var all: [T] = []
        for element in self { all.append(try await map(element)) }
        return all
    }
}
