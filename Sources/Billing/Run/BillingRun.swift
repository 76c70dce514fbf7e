package import Foundation
package import Jobs
import Postgres
package import Tenancy
import Vocabulary

/// Goes through the tenants: whose month is over on its own clock gets a job that issues the invoice, whose invoice is
/// overdue a reminder.
package struct BillingRun: Sendable {
    package static let name = "billing.run"
    static let everySeconds = 1_800
    /// What was counted in the month's last minutes has been written down by then.
    package static let restSeconds = 6 * 3_600.0
    /// The days of a month in which the one before is billed; later an operator issues what is missing.
    package static let days = 10
    /// A job that came to nothing is followed by the next after so long.
    static let againSeconds = 6 * 3_600

    let parts: BillingParts
    let remind: RemindOverdue
    let queue: JobQueue
    let round: TenantRound

    package init(parts: BillingParts, queue: JobQueue, round: TenantRound) {
        self.parts = parts
        remind = RemindOverdue(parts: parts)
        self.queue = queue
        self.round = round
    }

    package var schedule: Schedule {
        Schedule(name: Self.name, everySeconds: Self.everySeconds) { try await run() }
    }

    /// Throws `TenantRoundFailure`.
    package func run() async throws -> String {
        let visited = try await round.walk(Self.name, .living) { scope in
            (try await handOut(scope), try await remind.remind(in: scope))
        }
        let (months, reminders) = visited.values.reduce((0, 0)) { ($0.0 + $1.0, $0.1 + $1.1) }
        return try visited.told("\(months) months to bill, \(reminders) reminders")
    }

    /// The month that is to be billed now; nil outside the days for it.
    package static func due(_ terms: BillingTerms, at now: Date) throws -> BillingPeriod? {
        let today = try terms.day(of: now)
        guard terms.isBilled, today.components.day <= days, let period = BillingPeriod(of: today)?.before,
            try period.end(in: terms.zone) + restSeconds <= now
        else { return nil }
        return period
    }

    private func handOut(_ scope: TenantScope) async throws -> Int {
        guard let terms = try await parts.terms(scope.entry),
            let period = try Self.due(terms, at: parts.clock.now()),
            try await scope.run(InvoiceStore.ofPeriod(period)).isEmpty
        else { return 0 }
        let handed = try await scope.run(
            try queue.statement(
                BillMonth(period: period),
                JobPlan(unique: .forPeriod(period.description, seconds: Self.againSeconds)), tenant: scope.tenant))
        return handed.affectedCount
    }
}
