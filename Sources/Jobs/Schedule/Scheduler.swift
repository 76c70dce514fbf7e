import Foundation
package import Logging
package import Postgres
package import ServiceLifecycle

/// Something done at regular slots by whichever worker claims the slot first.
package struct Schedule: Sendable {
    package let name: String
    /// Slots are the multiples of it since 1970-01-01T00:00Z, so daylight saving does not touch them.
    package let everySeconds: Int
    let body: @Sendable () async throws -> String

    /// `body` answers in a few words what it did; they are kept with the schedule.
    package init(name: String, everySeconds: Int, body: @escaping @Sendable () async throws -> String) {
        self.name = name
        self.everySeconds = everySeconds
        self.body = body
    }
}

/// Claims slots on the database's clock. Slots missed while no worker ran are made up for by one run.
package struct Scheduler: Service {
    static let tickSeconds = 1.0

    private let schedules: [Schedule]
    private let pool: PostgresPool
    private let logger: Logger

    /// `pool` logs in as `travelhub_worker`.
    package init(_ schedules: [Schedule], pool: PostgresPool, logger: Logger) {
        self.schedules = schedules
        self.pool = pool
        self.logger = logger
    }

    package func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await tick()
                do { try await Task.sleep(for: .seconds(Self.tickSeconds)) } catch { return }
            }
        }
    }

    /// Runs each schedule whose slot nobody has taken yet.
    package func tick() async {
        for schedule in schedules {
            do {
                guard try await claim(schedule) else { continue }
                let result: String
                do { result = try await schedule.body() } catch {
                    result = "failed: \(error)"
                    logger.error("schedule failed", metadata: ["schedule": "\(schedule.name)", "error": "\(error)"])
                }
                _ = try await pool.single(
                    "update shared.schedules set last_result = \(result) where name = \(schedule.name)")
            } catch {
                logger.warning("schedule not claimed", metadata: ["schedule": "\(schedule.name)", "error": "\(error)"])
            }
        }
    }

    private func claim(_ schedule: Schedule) async throws -> Bool {
        let every = Double(schedule.everySeconds)
        return try await pool.single(
            """
            insert into shared.schedules as s (name, last_slot)
            values (\(schedule.name), to_timestamp(floor(extract(epoch from clock_timestamp()) / \(every)) * \(every)))
            on conflict (name) do update set last_slot = excluded.last_slot where s.last_slot < excluded.last_slot
            returning name
            """
        ).count == 1
    }
}
