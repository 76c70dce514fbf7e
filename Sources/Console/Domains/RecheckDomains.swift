import Foundation
package import Jobs
package import Tenancy
import Vocabulary

/// Looks at claimed hosts again and again: a schedule hands out what is due, a job for each host looks at it.
package struct RecheckDomains: Sendable {
    static let everySeconds = 30
    static let handedOutMax = 200

    /// Their own, because a look waits for strangers' servers and others' work must not wait for it.
    package static let queue = "domains"

    /// One look at one host.
    struct Check: Job {
        static let kind = "domain.check"
        static let queue = RecheckDomains.queue
        static let attemptsMax = 3

        let claim: UUID
    }

    private let desk: DomainDesk
    private let queue: JobQueue
    private let tenants: TenantDatabase
    private let directory: TenantDirectory

    package init(desk: DomainDesk, queue: JobQueue, tenants: TenantDatabase, directory: TenantDirectory) {
        self.desk = desk
        self.queue = queue
        self.tenants = tenants
        self.directory = directory
    }

    package var schedule: Schedule {
        Schedule(name: "domains.recheck", everySeconds: Self.everySeconds) { "\(try await handOut()) hosts to look at" }
    }

    package func register(in handlers: inout JobHandlers) {
        handlers.register(Check.self) { job, context in
            do {
                _ = try await desk.check(
                    job.claim, of: context.scope.tenant, by: AuditActor("system", requestID: context.requestID))
            } catch DomainError.unknown {
                // Let go meanwhile.
            }
        }
    }

    /// The key names the due time: a job that died on the way does not keep the next one out.
    package func handOut() async throws -> Int {
        try await desk.handOut(limit: Self.handedOutMax) { claim, tenant, due in
            guard let entry = directory.entry(id: tenant), entry.version > 0 else { return }
            try await tenants.scope(entry).transaction { transaction in
                try await queue.enqueue(
                    Check(claim: claim),
                    JobPlan(unique: .untilDone("\(claim.text)@\(Int(due.timeIntervalSince1970 * 1000))")),
                    in: transaction)
            }
        }
    }
}
