package import Foundation
import Postgres
package import Tenancy

/// A job whose whole effect is to leave a row that it ran: shows that a queue moves, how fast, and that what
/// is asked for once happens once.
package struct QueueProbe: Job {
    package static let kind = "jobs.probe"
    package static let queue = "probes"

    let probe: UUID
    let number: Int
    /// Its transaction stays open for so long, as a slow job's does.
    let seconds: Double

    /// Under what a statement of a job may take.
    package static let secondsMax = 15.0

    package init(probe: UUID, number: Int, seconds: Double = 0) {
        self.probe = probe
        self.number = number
        self.seconds = min(max(0, seconds), Self.secondsMax)
    }

    package static func register(in handlers: inout JobHandlers) {
        handlers.register(QueueProbe.self) { try await $0.run($1) }
    }

    private func run(_ context: JobContext) async throws {
        let left: SQL = """
            insert into job_probes (tenant_id, probe_id, number, attempt)
            values (\(context.scope.tenant), \(probe), \(Int32(number)), \(Int32(context.attempt)))
            """
        guard seconds > 0 else { return try await context.finish(with: [left]) }
        try await context.finish { transaction in
            _ = try await transaction.run([left, "select pg_sleep(\(seconds))"])
        }
    }
}

/// What became of the jobs of one probe.
package struct ProbeOutcome: Sendable {
    /// Numbers that ran at all, and runs beyond one for each.
    package let ran: Int
    package let repeated: Int
    /// Of the last run, on the database's clock; nil as long as none ran.
    package let lastAt: Date?

    package static func read(_ probe: UUID, in scope: TenantScope) async throws -> ProbeOutcome {
        let row = try await scope.run(
            """
            select count(distinct number) as ran, count(*) as rows, max(ran_at) as last_at
              from job_probes where probe_id = \(probe)
            """
        ).only()
        let (ran, rows): (Int, Int) = (try row.get("ran"), try row.get("rows"))
        return ProbeOutcome(ran: ran, repeated: rows - ran, lastAt: try row.get("last_at"))
    }
}
