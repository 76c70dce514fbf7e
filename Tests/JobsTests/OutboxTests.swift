import Foundation
import Postgres
import Synchronization
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Jobs

@Suite("The outbox")
struct OutboxTests {
    private struct Numbered: Codable { let number: Int }

    private func write(_ number: Int, for entry: TenantEntry, _ fixture: JobFixture) async throws {
        let outbox = Outbox(identifiers: fixture.fleet.identifiers)
        let event = OutboxEvent(
            kind: "test.happened", subject: fixture.fleet.identifiers.next(),
            payload: JSONText("{\"number\":\(number)}"),
            requestID: nil)
        try await fixture.fleet.tenants.scope(entry).transaction {
            try await outbox.record(event, in: $0)
        }
    }

    private func reader(
        _ fixture: JobFixture, _ subscriber: String = "test",
        _ handle: @escaping @Sendable (Int, Int) async throws -> Void
    ) -> OutboxReader {
        OutboxReader(subscriber: subscriber, pool: fixture.fleet.worker, logger: TestFleet.logger) {
            event in
            let number = try JSONDecoder().decode(Numbered.self, from: Data(event.payload.text.utf8))
                .number
            try await handle(event.position, number)
        }
    }

    @Test(
        "A reader beside concurrent committers and two sequencers misses nothing and sees no gap",
        arguments: IsolationMode.allCases)
    func order(mode: IsolationMode) async throws {
        let fixture = try await JobFixture.make(mode)
        let sequencer = OutboxSequencer(pool: fixture.fleet.worker, logger: TestFleet.logger)
        let seen = SeenEvents()
        let reader = reader(fixture) { position, number in seen.note(position, number) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<4 {
                group.addTask {
                    for step in 0..<50 {
                        try await write(
                            lane * 50 + step, for: lane % 2 == 0 ? fixture.one : fixture.two, fixture)
                    }
                }
            }
            for _ in 0..<2 {
                group.addTask { while seen.all.count < 200 { _ = try await sequencer.turn() } }
            }
            group.addTask {
                let isComplete = try await comesTrue(within: .seconds(60)) {
                    _ = try await reader.turn()
                    return seen.all.count >= 200
                }
                if !isComplete { throw Trouble() }
            }
            try await group.next()
            try await group.waitForAll()
        }
        let all = seen.all
        #expect(all.map(\.position) == Array(1...200))
        #expect(Set(all.map(\.number)) == Set(0..<200))
        for lane in 0..<4 {
            let own = all.map(\.number).filter { $0 / 50 == lane }
            #expect(own == own.sorted(), "a writer's own events keep their order")
        }
        await fixture.fleet.close()
    }

    @Test(
        "An event that was begun first and committed last gets the later position and is not missed")
    func lateCommitter() async throws {
        let fixture = try await JobFixture.make()
        let sequencer = OutboxSequencer(pool: fixture.fleet.worker, logger: TestFleet.logger)
        let seen = Mutex<[Int]>([])
        let reader = reader(fixture) { _, number in seen.withLock { $0.append(number) } }
        let outbox = Outbox(identifiers: fixture.fleet.identifiers)
        try await fixture.fleet.tenants.scope(fixture.one).transaction { transaction in
            try await outbox.record(
                OutboxEvent(
                    kind: "test.happened", subject: fixture.fleet.identifiers.next(),
                    payload: JSONText("{\"number\":1}"),
                    requestID: nil), in: transaction)
            try await write(2, for: fixture.two, fixture)
            #expect(try await sequencer.turn() == 1)
            #expect(try await reader.turn() == 1)
        }
        #expect(try await sequencer.turn() == 1)
        #expect(try await reader.turn() == 1)
        #expect(seen.withLock { $0 } == [2, 1])
        #expect(try await reader.turn() == 0)
        await fixture.fleet.close()
    }

    @Test("A rolled back transaction leaves no event and no gap")
    func rolledBack() async throws {
        let fixture = try await JobFixture.make()
        let outbox = Outbox(identifiers: fixture.fleet.identifiers)
        let event = OutboxEvent(
            kind: "test.happened", subject: fixture.fleet.identifiers.next(), payload: JSONText("{}"),
            requestID: nil)
        await #expect(throws: Trouble.self) {
            try await fixture.fleet.tenants.scope(fixture.one).transaction { transaction in
                try await outbox.record(event, in: transaction)
                throw Trouble()
            }
        }
        try await write(1, for: fixture.one, fixture)
        #expect(
            try await OutboxSequencer(pool: fixture.fleet.worker, logger: TestFleet.logger).turn() == 1)
        let positions = try await fixture.fleet.admin.single(
            "select position from shared.outbox_events")
        #expect(try positions.map { try $0.get("position", as: Int.self) } == [1])
        await fixture.fleet.close()
    }

    @Test("What a subscriber failed on comes again, and another subscriber has its own place")
    func atLeastOnce() async throws {
        let fixture = try await JobFixture.make()
        for number in 1...3 { try await write(number, for: fixture.one, fixture) }
        _ = try await OutboxSequencer(pool: fixture.fleet.worker, logger: TestFleet.logger).turn()
        let seen = Mutex<[Int]>([])
        let isBroken = Mutex(true)
        let failing = reader(fixture) { _, number in
            seen.withLock { $0.append(number) }
            if number == 2, isBroken.withLock({ $0 }) { throw Trouble() }
        }
        await #expect(throws: Trouble.self) { try await failing.turn() }
        isBroken.withLock { $0 = false }
        #expect(try await failing.turn() == 3)
        #expect(seen.withLock { $0 } == [1, 2, 1, 2, 3])
        #expect(try await reader(fixture, "other") { _, _ in }.turn() == 3)
        await fixture.fleet.close()
    }
}

/// Positions and numbers in the order of their coming.
private final class SeenEvents: Sendable {
    private let events = Mutex<[(position: Int, number: Int)]>([])
    func note(_ position: Int, _ number: Int) { events.withLock { $0.append((position, number)) } }
    var all: [(position: Int, number: Int)] { events.withLock { $0 } }
}
