package import Logging
package import Postgres
package import ServiceLifecycle

/// Tells sleeping workers that something was queued, soon after its transaction has ended.
///
/// NOTIFY inside each transaction would cost a third of the commits; so whoever writes a job only marks it here, and
/// what was marked together is told once, from a connection of its own. A transaction that takes longer than both
/// calls is found by the workers' poll.
package final class JobWake: Service {
    package static let channel = "jobs"
    /// By then nearly every transaction that a statement was made for has ended; by the second call the slow ones.
    static let pauses: [Duration] = [.milliseconds(10), .milliseconds(60)]

    private let pool: PostgresPool
    private let logger: Logger
    private let marks: AsyncStream<Void>
    private let marking: AsyncStream<Void>.Continuation

    /// `pool`: of whatever login; a notification carries nothing.
    package init(pool: PostgresPool, logger: Logger) {
        self.pool = pool
        self.logger = logger
        (marks, marking) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// A job is about to be committed.
    func mark() { marking.yield() }

    package func run() async throws {
        await cancelWhenGracefulShutdown { [self] in
            for await _ in marks {
                do {
                    for pause in Self.pauses {
                        try await Task.sleep(for: pause)
                        _ = try await pool.single("select pg_notify(\(Self.channel), '')")
                    }
                } catch {
                    if Task.isCancelled { return }
                    logger.warning("workers not woken", metadata: ["error": "\(error)"])
                }
            }
        }
    }
}
