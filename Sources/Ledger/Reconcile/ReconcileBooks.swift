import Foundation
package import Tenancy

/// Compares a tenant's books with what the processor says, for a period.
package struct ReconcileBooks: Sendable {
    let processor: any ProcessorFacts

    package init(processor: any ProcessorFacts) { self.processor = processor }

    /// Throws what either side throws.
    package func run(_ period: StatementPeriod, in scope: TenantScope) async throws -> Reconciliation {
        let theirs = try await processor.facts(period)
        let ours = try await LedgerFacts().read(period, in: scope)
        let settled = period.until?.addingTimeInterval(-Reconciliation.timeToleranceSeconds)
        return Reconciliation(ledger: ours, processor: theirs, settledUntil: settled)
    }
}
