import Foundation
package import Logging
import Metrics
package import Postgres
import ServiceLifecycle

/// Claims slots on the database's clock and does what is due, in as many processes as there are.
package struct Scheduler: Service {
    static let tickSeconds = 1.0

    private let schedules: [Schedule]
    private let store: ScheduleStore
    private let logger: Logger

    /// `pool` logs in as `travelhub_worker`; `name` is this process among all.
    package init(_ schedules: [Schedule], pool: PostgresPool, name: String, logger: Logger) {
        self.init(schedules, store: ScheduleStore(pool: pool, holder: name), logger: logger)
    }

    init(_ schedules: [Schedule], store: ScheduleStore, logger: Logger) {
        self.schedules = schedules
        self.store = store
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                while !Task.isCancelled {
                    for taken in await take() { group.addTask { await perform(taken) } }
                    do { try await Task.sleep(for: .seconds(Self.tickSeconds)) } catch { break }
                }
            }
        }
    }

    /// Runs each schedule whose slot nobody has taken yet.
    package func tick() async {
        let taken = await take()
        await withDiscardingTaskGroup { group in
            for taken in taken { group.addTask { await perform(taken) } }
        }
    }

    private struct Taken: Sendable {
        let schedule: Schedule
        let epoch: Int
    }

    private func take() async -> [Taken] {
        var taken: [Taken] = []
        do {
            let (now, standings) = try await store.standings()
            for schedule in schedules {
                if let epoch = try await claim(schedule, standings[schedule.name], now) {
                    taken.append(Taken(schedule: schedule, epoch: epoch))
                }
            }
        } catch {
            if !(error is CancellationError) {
                logger.warning("schedules not claimed", metadata: ["error": "\(error)"])
            }
        }
        return taken
    }

    private func claim(_ schedule: Schedule, _ standing: ScheduleStore.Standing?, _ now: Date) async throws -> Int? {
        let timing = schedule.timing
        guard let standing else {
            let slot = timing.slot(at: now) ?? now
            let next = timing.next(after: now)
            let isOurs = try await store.begin(schedule, slot: slot, next: next)
            guard isOurs, timing.runsWhenNew else { return nil }
            return try await store.claim(schedule, slot: slot, next: next, isNew: true)
        }
        if (standing.expression, standing.zone) != (timing.expression, timing.zone) {
            try await store.describe(schedule, next: timing.next(after: now))
        }
        guard !standing.isLeased, let slot = timing.slot(at: now) else { return nil }
        let isDue = !standing.isPaused && standing.lastSlot < slot
        guard isDue || standing.isWanted || standing.isAbandoned else { return nil }
        return try await store.claim(schedule, slot: slot, next: timing.next(after: now), isNew: false)
    }

    private func perform(_ taken: Taken) async {
        let name = taken.schedule.name
        var (result, hasFailed) = ("", false)
        do { result = try await kept(taken) } catch {
            if Task.isCancelled { return await abandon(taken) }
            (result, hasFailed) = ("failed: \(error)", true)
            logger.error("schedule failed", metadata: ["schedule": "\(name)", "error": "\(error)"])
        }
        Counter(
            label: "travelhub_schedule_runs_total",
            dimensions: [("schedule", name), ("outcome", hasFailed ? "failed" : "done")]
        ).increment()
        do {
            try await store.finish(name, epoch: taken.epoch, result: result, hasFailed: hasFailed)
        } catch {
            logger.warning(
                "schedule's end not recorded; it will be run again",
                metadata: ["schedule": "\(name)", "error": "\(error)"])
        }
    }

    /// The body, under a lease that is renewed as long as it runs.
    private func kept(_ taken: Taken) async throws -> String {
        try await withThrowingTaskGroup(of: String?.self) { group in
            group.addTask { try await taken.schedule.body() }
            group.addTask {
                while true {
                    do { try await Task.sleep(for: .seconds(ScheduleStore.leaseSeconds / 3)) } catch { return nil }
                    guard try await store.renew(taken.schedule.name, epoch: taken.epoch) else {
                        throw JobError.leaseLost
                    }
                }
            }
            defer { group.cancelAll() }
            // Cancelled, the watch over the lease ends first and has nothing to say.
            while let said = try await group.next() {
                if let result = said { return result }
            }
            throw CancellationError()
        }
    }

    /// In a task of its own, because this one is cancelled: the process was told to stop.
    private func abandon(_ taken: Taken) async {
        await Task {
            do { try await store.abandon(taken.schedule.name, epoch: taken.epoch) } catch {
                logger.warning("slot's lease will lapse by itself", metadata: ["schedule": "\(taken.schedule.name)"])
            }
        }.value
    }
}
