import Foundation
package import Jobs
import Postgres
package import Tenancy
package import Vocabulary

/// Looks at partners' senders again and again: a schedule finds which are due, a job for each asks its name servers.
package struct RecheckSenders: Sendable {
    static let name = "mail.senders"
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
    private let round: TenantRound
    private let clock: WallClock

    package init(desk: SenderDesk, jobs: JobQueue, round: TenantRound, clock: WallClock) {
        self.desk = desk
        self.jobs = jobs
        self.round = round
        self.clock = clock
    }

    package var schedule: Schedule {
        Schedule(name: Self.name, everySeconds: Self.everySeconds) { try await handOut() }
    }

    package func register(in handlers: inout JobHandlers) {
        handlers.register(Look.self) { [desk] _, context in
            try await desk.recheck(
                SenderDesk.Author(actor: AuditActor("system", requestID: context.requestID)), in: context.scope)
        }
    }

    /// Throws `TenantRoundFailure`.
    package func handOut() async throws -> String {
        let due = try await round.walk(Self.name, .living) { try await handOut($0) }
        return try due.told("\(due.sum) senders to look at")
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
