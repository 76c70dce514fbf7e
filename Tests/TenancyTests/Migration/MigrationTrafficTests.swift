import Foundation
import Logging
import Postgres
import TestSupport
import Testing

@testable import Tenancy

@Suite("A migration among traffic")
struct MigrationTrafficTests {
    private static let column = "alter table cities add column nickname text"

    @Test(
        "A second migrator is refused while one runs, and a lock that traffic holds is asked for again")
    func waitsForTraffic() async throws {
        let fleet = try await TestFleet.make()
        _ = try await fleet.pair(.schema)
        let next = fleet.plan.adding(Self.column)
        let (notices, handler) = NoticeLog.make()
        let migration = fleet.migration(next, logger: Logger(label: "test") { _ in handler })
        let report = try await fleet.admin.lease { traffic in
            try await traffic.script("begin; lock table t1.cities in access share mode")
            let running = Task { try await migration.run() }
            let isWaiting = try await comesTrue {
                try await !fleet.admin.single(
                    "select 1 from pg_locks where not granted and mode = 'AccessExclusiveLock'"
                ).isEmpty
            }
            #expect(isWaiting)
            let fault = await #expect(throws: FleetMigration.Fault.self) {
                try await fleet.migration(next).run()
            }
            guard case .anotherRuns = fault else { throw try #require(fault) }
            var waits = notices.makeAsyncIterator()
            #expect(await waits.next()?.contains("lock not had in time") == true)
            try await traffic.script("commit")
            return try await running.value
        }
        #expect(report.migrated == 3)
        #expect(try await fleet.migration(next).run().upToDate == 3)
        await fleet.close()
    }

    @Test(
        "A thousand schemas take one added column at 200 a second",
        .enabled(if: ProcessInfo.processInfo.environment["TRAVELHUB_SOAK"] == "1"))
    func thousand() async throws {
        let fleet = try await TestFleet.make()
        let slugs = (1...1_000).map { "many-\($0)" }
        try await inParallel(slugs, limit: 8) { _ = try await fleet.tenant($0, .schema) }
        let migration = fleet.migration(fleet.plan.adding(Self.column))
        let clock = ContinuousClock()
        var reports: [FleetMigration.Report] = []
        let working = try await clock.measure { reports.append(try await migration.run()) }
        let nothing = try await clock.measure { reports.append(try await migration.run()) }
        #expect(reports.map(\.migrated) == [1_001, 0] && reports.map(\.upToDate) == [0, 1_001])
        let perSecond = 1_001 / (Double(max(1, working.milliseconds)) / 1_000)
        print(
            "fleet migration: \(Int(perSecond)) tenants a second; nothing to do: \(nothing.milliseconds) ms"
        )
        #expect(perSecond >= 200)
        #expect(nothing < .seconds(1))
        await fleet.close()
    }
}

/// Passes what is logged to whoever waits for it.
private struct NoticeLog: LogHandler {
    let continuation: AsyncStream<String>.Continuation
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.notice

    static func make() -> (AsyncStream<String>, NoticeLog) {
        let (stream, continuation) = AsyncStream.makeStream(of: String.self)
        return (stream, NoticeLog(continuation: continuation))
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        continuation.yield("\(event.message)")
    }
}
