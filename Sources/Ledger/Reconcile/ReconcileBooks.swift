import Foundation
package import Tenancy
package import Vocabulary

/// Compares a tenant's books with what the processor says, for a period. Both sides are read a little beyond it, so
/// that what one of them dates before midnight and the other after is not missing on either.
package struct ReconcileBooks: Sendable {
    let processor: any ProcessorFacts
    let clock: WallClock

    package init(processor: any ProcessorFacts, clock: WallClock) {
        self.processor = processor
        self.clock = clock
    }

    /// Throws what either side throws.
    package func run(_ period: StatementPeriod, in scope: TenantScope) async throws -> Reconciliation {
        let slack = Reconciliation.timeToleranceSeconds
        let wide = StatementPeriod(
            from: period.from?.addingTimeInterval(-slack), until: period.until?.addingTimeInterval(slack))
        let theirs = try await processor.facts(wide)
        let ours = try await LedgerFacts().read(wide, in: scope)
        // Younger than that its other side may still be to come; without an end all that there is is compared.
        let settled = period.until.map { min($0, clock.now().addingTimeInterval(-slack)) }
        return Reconciliation(ledger: ours, processor: theirs, period, settledUntil: settled)
    }
}
