package import Foundation
import Ledger
import Postgres
package import Tenancy
import Vocabulary

/// Takes an open invoice back, for a reason: its number stays, what it asked for is free for the next one, and the
/// books hold the opposite of what it put there.
package struct VoidInvoice: Sendable {
    package static let reasonMax = 1_000

    let parts: BillingParts

    package init(parts: BillingParts) { self.parts = parts }

    /// Throws `BillingError.unknown`, `.closed`, or `PostgresError`.
    package func void(_ id: UUID, _ reason: String, by actor: AuditActor, in scope: TenantScope) async throws {
        let now = parts.clock.now()
        try await scope.transaction { tx in
            let rows = try await tx.run([
                InvoiceStore.turn(tx.tenant), InvoiceStore.lock(id), Self.booked(id),
            ])
            guard let row = rows[1].first else { throw BillingError.unknown }
            let invoice = try Invoice(row)
            guard invoice.state == .open else { throw BillingError.closed }
            var statements = [
                InvoiceStore.void(id, reason: reason, at: now), RegisterStore.close(id, .void, at: now),
                FeeStore.free(id),
                parts.audit.statement(BillingTrail.void(invoice, reason, actor), tenant: tx.tenant),
            ]
            if !rows[2].isEmpty {
                statements.append(
                    parts.ledger.statement(.reversal(of: LedgerReference(.invoiceIssued, id))))
            }
            _ = try await tx.commit(after: statements)
        }
    }

    /// Whether it put anything there.
    private static func booked(_ id: UUID) -> SQL {
        """
        select transaction_id from ledger_transactions
         where kind = \(LedgerKind.invoiceIssued.rawValue) and key = \(id.text)
        """
    }
}
