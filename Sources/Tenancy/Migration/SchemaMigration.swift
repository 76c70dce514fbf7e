import Logging
import Postgres

/// Takes one schema up, giving way to traffic: a lock not had in time is asked for again later.
struct SchemaMigration: Sendable {
    static let lockAttemptsMax = 5

    let pool: PostgresPool
    let logger: Logger

    func run(schema: String, steps: [Migration]) async throws {
        for group in grouped(steps) {
            try await retryingLocks(schema) {
                try await pool.lease { connection in
                    if group[0].isTransactional {
                        try await connection.script(SchemaScript(schema: schema, steps: group).text)
                    } else {
                        for text in SchemaScript.loose(group[0], in: schema) { try await connection.script(text) }
                    }
                }
            }
        }
    }

    /// Neighbouring transactional steps go together; one that cannot stands alone.
    private func grouped(_ steps: [Migration]) -> [[Migration]] {
        steps.reduce(into: []) { groups, step in
            if step.isTransactional, let last = groups.last, last[0].isTransactional {
                groups[groups.count - 1].append(step)
            } else {
                groups.append([step])
            }
        }
    }

    private func retryingLocks(_ schema: String, _ body: () async throws -> Void) async throws {
        for attempt in 1... {
            do {
                return try await body()
            } catch let error as PostgresError where error.sqlState == "55P03" && attempt < Self.lockAttemptsMax {
                logger.notice(
                    "lock not had in time, trying again", metadata: ["schema": "\(schema)", "attempt": "\(attempt)"])
                try await Task.sleep(for: .milliseconds(200 << attempt))
            }
        }
    }
}
