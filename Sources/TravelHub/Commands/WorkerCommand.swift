import ArgumentParser
import ServiceLifecycle
import Telemetry
import Tenancy

/// Runs jobs, schedules, the outbox and operations on partners, and answers nobody.
struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "Run jobs, schedules, the outbox and operations on partners.")

    func run() async throws {
        let base = try await Launch.base()
        let hub = try Hub(base: base)
        try await hub.follower.load()
        let statistics = hub.statistics(nil, RequestStatistics(clock: base.clock))
        let redis: [any Service] = hub.redis.map { [$0] } ?? []
        let pools: [any Service] =
            redis + [hub.app, hub.platformPool, hub.worker, hub.follower, hub.jobWake, statistics]
        try await Launch.run(pools + (try hub.workerServices(name: Launch.processName)), logger: base.logger)
    }
}
