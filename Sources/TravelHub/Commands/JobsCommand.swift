import ArgumentParser
import Console
import Foundation
import Jobs
import Postgres
import Tenancy
import Vocabulary

/// The queue from a terminal: what waits, what died, what is held.
struct JobsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs", abstract: "Look at queues and schedules; pause, resume, replay, run, probe.",
        subcommands: [
            List.self, Dead.self, Queues.self, Schedules.self, Replay.self, Run.self, Pause.self, Resume.self,
            Limit.self, Probe.self,
        ])

    /// Opens what the commands need for as long as `body` runs.
    static func opened<Result>(_ body: (Hub) async throws -> Result) async throws -> Result {
        let hub = try Hub(base: try await Launch.base())
        let pools = [hub.app, hub.platformPool, hub.worker, hub.probe]
        do {
            try await hub.follower.load()
            let result = try await body(hub)
            for pool in pools { await pool.close() }
            return result
        } catch {
            for pool in pools { await pool.close() }
            throw error
        }
    }

    static var doer: AuditActor { TenantCommand.Apply.actor }

    static func entry(_ slug: String, _ hub: Hub) throws -> TenantEntry {
        guard let entry = hub.directory.entry(slug: slug) else { throw ValidationError("no partner \(slug)") }
        return entry
    }
}

/// Which jobs a command is about.
struct JobChoice: ParsableArguments {
    @Option(name: .long, help: "Only this partner's.") var tenant: String?
    @Option(name: .long, help: "Only of this queue.") var queue: String?
    @Option(name: .long, help: "Only of this kind, as booking.release_hold.") var kind: String?
}

extension JobsCommand {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List live jobs and dead letters, newest first.")

        @OptionGroup var choice: JobChoice
        @Option(name: .long, help: "scheduled, ready, running or dead.") var state: String?
        @Option(name: .long, help: "Rows, at most 1000.") var limit = 50

        func run() async throws { try await JobsCommand.list(choice, state, limit) }
    }

    struct Dead: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List dead letters with what they died of.")

        @OptionGroup var choice: JobChoice
        @Option(name: .long, help: "Rows, at most 1000.") var limit = 50

        func run() async throws { try await JobsCommand.list(choice, JobState.dead.rawValue, limit) }
    }

    private static func list(_ choice: JobChoice, _ state: String?, _ limit: Int) async throws {
        guard (1...1_000).contains(limit) else { throw ValidationError("--limit is 1 to 1000") }
        let wanted = state.flatMap(JobState.init)
        if state != nil, wanted == nil { throw ValidationError("--state is scheduled, ready, running or dead") }
        try await opened { hub in
            let tenant = try choice.tenant.map { try entry($0, hub).id }
            let filter = JobFilter(state: wanted, queue: choice.queue, kind: choice.kind)
            let sights = try await hub.queueDesk.list(filter, of: tenant, RowPage(.created, .down), limit: limit)
            for sight in sights {
                print(
                    "\(sight.id.text)  \(sight.tenant)  \(sight.queue)/\(sight.kind)  \(sight.state.rawValue)  "
                        + "attempt \(sight.attempt)/\(sight.attemptsMax)  due \(sight.runAt.rfc3339)"
                        + (sight.fault.map { "  \($0)" } ?? ""))
            }
            print("\(sights.count) jobs" + (sights.count == limit ? ", and maybe more: see --limit" : ""))
        }
    }

    struct Queues: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show each queue: what waits, runs, died, is held.")

        func run() async throws {
            try await JobsCommand.opened { hub in
                for sight in try await hub.queueDesk.queues() {
                    print(
                        "\(sight.queue)\(sight.tenant.map { " of \($0)" } ?? "")  scheduled \(sight.scheduled)  "
                            + "ready \(sight.ready)  running \(sight.running)  dead \(sight.dead)"
                            + (sight.oldestReadySeconds.map { "  oldest \(Int($0)) s" } ?? "")
                            + (sight.perMinute.map { "  \($0) a minute" } ?? "")
                            + (sight.pausedBy.map { "  paused by \($0): \(sight.pauseReason ?? "")" } ?? ""))
                }
            }
        }
    }

    struct Schedules: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show each schedule: when it ran, what came of it.")

        func run() async throws {
            try await JobsCommand.opened { hub in
                for sight in try await hub.queueDesk.schedules() {
                    let zone = sight.zone.map { " \($0)" } ?? ""
                    print(
                        "\(sight.name)  \(sight.expression ?? "")\(zone)  last \(sight.lastSlot.rfc3339)  "
                            + "next \(sight.nextSlot?.rfc3339 ?? "none")"
                            + (sight.isRunning ? "  running" : "") + (sight.hasFailed ? "  FAILED" : "")
                            + (sight.pausedBy.map { "  paused by \($0)" } ?? "")
                            + (sight.lastResult.map { "  \($0)" } ?? ""))
                }
            }
        }
    }
}
