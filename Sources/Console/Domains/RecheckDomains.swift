import Foundation
package import Jobs
package import Tenancy
import Vocabulary

/// Looks at claimed hosts again and again: a schedule hands out what is due, a job for each host looks at it.
package struct RecheckDomains: Sendable {
    static let name = "domains.recheck"
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
    private let round: TenantRound

    package init(desk: DomainDesk, queue: JobQueue, round: TenantRound) {
        self.desk = desk
        self.queue = queue
        self.round = round
    }

    package var schedule: Schedule {
        Schedule(name: Self.name, everySeconds: Self.everySeconds) { try await handOut() }
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

    /// Throws `TenantRoundFailure`.
    package func handOut() async throws -> String {
        let due = try await desk.due(limit: Self.handedOutMax)
        let handed = try await round.walk(Self.name, .living, among: Set(due.keys)) { scope in
            try await handOut(due[scope.tenant] ?? [], scope)
        }
        // Of tenants that failed or are in no round too: else theirs would always be those that waited longest.
        for (tenant, checks) in due { try await desk.handedOut(checks, of: tenant) }
        return try handed.told("\(handed.sum) hosts to look at")
    }

    /// The key names the due time: a job that died on the way does not keep the next one out.
    private func handOut(_ checks: [DueCheck], _ scope: TenantScope) async throws -> Int {
        try await scope.transaction { transaction in
            for check in checks {
                try await queue.enqueue(
                    Check(claim: check.claim),
                    JobPlan(unique: .untilDone("\(check.claim.text)@\(Int(check.due.timeIntervalSince1970 * 1000))")),
                    in: transaction)
            }
        }
        return checks.count
    }
}
