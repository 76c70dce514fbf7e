import Logging
import Postgres
import Synchronization
import TestSupport
import Testing
import Vocabulary

@testable import Tenancy

@Suite("A round over the tenants")
struct TenantRoundTests {
    /// Tenants of all states, two that are active among them, as a directory has them.
    private struct Town {
        let fleet: TestFleet
        let directory = TenantDirectory(platformHosts: [])
        let ids: [String: TenantID]
        let log = RoundLog()

        static func make() async throws -> Town {
            let fleet = try await TestFleet.make()
            var ids: [String: TenantID] = [:]
            for name in ["one", "two"] { ids[name] = try await fleet.tenant(name, .pooled).id }
            for state in TenantState.allCases where state != .active {
                let id = try await fleet.tenant(state.text, .pooled).id
                ids[state.text] = id
                _ = try await fleet.admin.single(
                    "update platform.tenants set state = \(state.text) where tenant_id = \(id)")
            }
            let town = Town(fleet: fleet, ids: ids)
            let listener = PostgresListener(
                PostgresConfiguration(conninfo: fleet.adminConninfo), channels: [], logger: TestFleet.logger)
            try await DirectoryFollower(
                directory: town.directory, database: fleet.platform, listener: listener, logger: TestFleet.logger,
                changed: { _ in }
            ).load()
            return town
        }

        func round(width: Int = TenantRound.widthMax) -> TenantRound {
            TenantRound(
                tenants: fleet.tenants, directory: directory, width: width,
                logger: Logger(label: "round") { _ in log })
        }

        func named(_ names: String...) -> Set<TenantID> { Set(names.compactMap { ids[$0] }) }
    }

    /// Who is being visited, and how many were at most.
    private final class Visits: Sendable {
        private let state = Mutex((inside: 0, most: 0, all: 0))
        var most: Int { state.withLock { $0.most } }
        var all: Int { state.withLock { $0.all } }

        func enter() {
            state.withLock {
                $0.inside += 1
                $0.all += 1
                $0.most = max($0.most, $0.inside)
            }
        }

        func leave() { state.withLock { $0.inside -= 1 } }
    }

    @Test("goes to those that work, or to all that are made; never to one in the making, nor to more than were chosen")
    func whom() async throws {
        let town = try await Town.make()
        let living = try await town.round().walk("test", .living) { scope in
            // As the tenant itself: what it reads is its own.
            TenantID(try await scope.run("select tenancy.current_tenant() as id").only().get("id"))
        }
        #expect(living.values.count == 4)
        #expect(Set(living.values) == town.named("one", "two", "maintenance", "suspended"))
        let made = try await town.round().walk("test", .made) { $0.tenant }
        #expect(Set(made.values) == town.named("one", "two", "maintenance", "suspended", "archived"))
        let chosen = try await town.round().walk("test", .living, among: town.named("two", "archived", "provisioning"))
        {
            $0.tenant
        }
        #expect(Set(chosen.values) == town.named("two"))
        #expect(try made.told("whole") == "whole" && town.log.entries.isEmpty)
        await town.fleet.close()
    }

    @Test("visits as many at once as its width, and no more", arguments: [1, 2, 3])
    func width(_ width: Int) async throws {
        let (town, visits) = (try await Town.make(), Visits())
        let walked = try await town.round(width: width).walk("test", .made) { scope in
            visits.enter()
            defer { visits.leave() }
            // Nobody leaves before so many were there together, so that fewer would be seen.
            let isFull = try await comesTrue { visits.most >= width }
            _ = try await scope.run("select 1 as one")
            return isFull
        }
        #expect(walked.values == [Bool](repeating: true, count: 5))
        #expect(visits.most == width && visits.all == 5)
        await town.fleet.close()
    }

    @Test("goes past a tenant that fails, and tells which, in the log and to its schedule")
    func fault() async throws {
        let town = try await Town.make()
        let two = try #require(town.ids["two"])
        let walked = try await town.round(width: 2).walk("test", .living) { scope in
            if scope.tenant == two { _ = try await scope.run("select 1 / 0 as fault") }
            return 1
        }
        #expect(walked.sum == 3 && walked.failed == [two])
        #expect(town.log.entries.count == 1)
        let entry = try #require(town.log.entries.first)
        #expect(entry["tenant"] == .string("\(two)") && entry["round"] == .string("test"))
        #expect(entry["error"]?.description.contains("22012") == true, "\(entry)")
        #expect(throws: TenantRoundFailure(description: "1 tenants failed; else 3 done")) {
            try walked.told("\(walked.sum) done")
        }
        await town.fleet.close()
    }

    @Test("stops when it is told to: nobody else has a turn, and what broke off is no fault")
    func stop() async throws {
        let (town, visits) = (try await Town.make(), Visits())
        let walk = Task {
            try await town.round(width: 2).walk("test", .made) { scope in
                visits.enter()
                defer { visits.leave() }
                _ = try await scope.run("select pg_sleep(60)")
            }
        }
        #expect(try await comesTrue { visits.most == 2 })
        walk.cancel()
        await #expect(throws: CancellationError.self) { try await walk.value }
        #expect(visits.all == 2 && town.log.entries.isEmpty)
        await town.fleet.close()
    }
}

/// What a round wrote into the log, each entry by what it names.
private final class RoundLog: LogHandler, Sendable {
    private let kept = Mutex<[Logger.Metadata]>([])
    var entries: [Logger.Metadata] { kept.withLock(\.self) }

    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }

    subscript(metadataKey _: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) { kept.withLock { $0.append(event.metadata ?? [:]) } }
}
