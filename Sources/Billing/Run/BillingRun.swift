package import Foundation
package import Jobs
import Postgres
package import Tenancy
package import Vocabulary

/// Goes through the tenants, those put away too: each month that is over on a site's own clock and has no invoice yet
/// gets a job that issues it, an invoice that is overdue a reminder.
///
/// A month that could not be billed in its time, for want of a rate or of a worker, is billed as soon as it can be.
package struct BillingRun: Sendable {
    package static let name = "billing.run"
    static let everySeconds = 1_800
    /// What was counted in the month's last minutes has been written down by then.
    package static let restSeconds = 6 * 3_600.0
    /// So many months are looked back on; an older one is an operator's to bill.
    package static let monthsMax = 6
    /// A job that came to nothing is followed by the next after so long; of a month that is over for longer than
    /// `promptSeconds`, where only a person may help, after a day.
    static let againSeconds = 6 * 3_600
    static let promptSeconds = 10 * 86_400.0
    static let lateAgainSeconds = 86_400

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
        let visited = try await round.walk(Self.name, .made) { scope in
            (try await handOut(scope), try await remind.remind(in: scope))
        }
        let (months, reminders) = visited.values.reduce((0, 0)) { ($0.0 + $1.0, $0.1 + $1.1) }
        return try visited.told("\(months) months to bill, \(reminders) reminders")
    }

    /// The months that are to be billed where they have no invoice, the oldest first.
    ///
    /// Of the last one anything may be owed: its invoice asks for all fees before its end, those of a month that went by
    /// unbilled, too. The ones before it have the plan and calls of their own, as long as there was a site; a month that
    /// was over before it paid what it does now is an operator's to bill, too.
    package static func due(
        _ terms: BillingTerms, begun: CalendarDate?, priced: CalendarDate? = nil, at now: Date
    ) throws -> [BillingPeriod] {
        guard terms.isBilled, var last = BillingPeriod(of: try terms.day(of: now))?.before else { return [] }
        if try last.end(in: terms.zone) + restSeconds > now { last = last.before }
        let ended = try terms.ended
        var periods: [BillingPeriod] = []
        var period = last
        for _ in 0..<monthsMax {
            guard (begun ?? last.from) < period.until else { break }
            let isPriced = priced.map { $0 < period.until } ?? true
            if period == last || terms.hasOwnCosts && isPriced && period.from <= ended ?? period.from {
                periods.append(period)
            }
            period = period.before
        }
        return periods.reversed()
    }

    private func handOut(_ scope: TenantScope) async throws -> Int {
        guard let terms = try await parts.terms(scope.entry) else { return 0 }
        let now = parts.clock.now()
        let due = try Self.due(terms, try await scope.run(FeeStore.begun).only(), at: now)
        guard let oldest = due.first else { return 0 }
        let billed = try await scope.run(InvoiceStore.periods(since: oldest.from))
        let unbilled = try Self.unbilled(due, billed)
        guard !unbilled.isEmpty else { return 0 }
        let handed = try await scope.run(try statements(unbilled, terms, at: now, tenant: scope.tenant))
        return handed.map(\.affectedCount).reduce(0, +)
    }

    // What throws inside a closure is kept out of what awaits: optimised together, Swift 6.3 crashes over it.

    @inline(never)
    private static func due(_ terms: BillingTerms, _ site: Row, at now: Date) throws -> [BillingPeriod] {
        let priced = try site.get("priced_at", as: Date?.self).map { try terms.day(of: $0) }
        return try due(terms, begun: try IssueInvoice.begun(site, terms), priced: priced, at: now)
    }

    @inline(never)
    private static func unbilled(_ due: [BillingPeriod], _ billed: Rows) throws -> [BillingPeriod] {
        let billed = Set(try billed.map { try $0.get("period_from", as: CalendarDate.self) })
        return due.filter { !billed.contains($0.from) }
    }

    @inline(never)
    private func statements(
        _ periods: [BillingPeriod], _ terms: BillingTerms, at now: Date, tenant: TenantID
    ) throws -> [SQL] {
        try periods.map { period in
            let isLate = try period.end(in: terms.zone) + Self.promptSeconds <= now
            let seconds = isLate ? Self.lateAgainSeconds : Self.againSeconds
            return try queue.statement(
                BillMonth(period: period), JobPlan(unique: .forPeriod(period.description, seconds: seconds)),
                tenant: tenant)
        }
    }
}

extension BillingTerms {
    /// Whether a month can cost something without a booking.
    fileprivate var hasOwnCosts: Bool {
        billing.planFeeMinor > 0 || billing.usage.map { $0.priceMinorPerThousand > 0 } ?? false
    }
}
