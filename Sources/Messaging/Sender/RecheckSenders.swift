import Foundation
package import Jobs
package import Logging
import Postgres
package import Tenancy
package import Vocabulary

/// Looks at partners' senders again and again: a schedule finds which are due, a job for each asks its name servers.
package struct RecheckSenders: Sendable {
    static let everySeconds = 300

    /// Apart from the mails', because strangers' name servers keep a look waiting.
    package static let queue = "senders"

    struct Look: Job {
        static let kind = "mail.check_sender"
        static let queue = RecheckSenders.queue
        static let attemptsMax = 3
    }

    private let desk: SenderDesk
    private let jobs: JobQueue
    private let tenants: TenantDatabase
    private let directory: TenantDirectory
    private let clock: WallClock
    private let logger: Logger

    package init(
        desk: SenderDesk, jobs: JobQueue, tenants: TenantDatabase, directory: TenantDirectory, clock: WallClock,
        logger: Logger
    ) {
        self.desk = desk
        self.jobs = jobs
        self.tenants = tenants
        self.directory = directory
        self.clock = clock
        self.logger = logger
    }

    package var schedule: Schedule {
        Schedule(name: "mail.senders", everySeconds: Self.everySeconds) { try await handOut() }
    }

    package func register(in handlers: inout JobHandlers) {
        handlers.register(Look.self) { [desk] _, context in
            try await desk.recheck(
                SenderDesk.Author(actor: AuditActor("system", requestID: context.requestID)), in: context.scope)
        }
    }

    /// One tenant's trouble does not keep the others waiting.
    package func handOut() async throws -> String {
        var (due, failed) = (0, 0)
        for entry in directory.entries where entry.state != .provisioning && entry.state != .archived {
            do {
                due += try await handOut(tenants.scope(entry))
            } catch {
                try Task.checkCancellation()
                failed += 1
                logger.warning("senders not looked at", metadata: ["tenant": "\(entry.id)", "error": "\(error)"])
            }
        }
        return "\(due) senders to look at, \(failed) tenants failed"
    }

    /// The key names the due time: a job that died on the way does not keep the next one out.
    private func handOut(_ scope: TenantScope) async throws -> Int {
        guard let row = try await scope.run(SenderStore.due(at: clock.now())).first else { return 0 }
        let due: Date = try row.get("next_check_at")
        try await scope.transaction { tx in
            try await jobs.enqueue(
                Look(), JobPlan(unique: .untilDone("sender@\(Int(due.timeIntervalSince1970 * 1_000))")), in: tx)
        }
        return 1
    }
}
