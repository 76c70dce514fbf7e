import Ledger
import Tenancy
import Vocabulary

/// A refund of what came in in another currency than it was charged in leaves in that currency, too, at the rate of its
/// own day; where it comes back, so does what it had taken.
extension SettleRefund {
    /// One round trip for what had left; else none.
    ///
    /// Throws `PostgresError`.
    func isTurned(_ refund: Refund, in scope: TenantScope) async throws -> Bool {
        guard refund.state == .succeeded else { return false }
        let key = refund.id.uuid.text
        return try await parts.ledger.written(.exchange, [key], in: scope)[key] == .counts
    }
}

extension StripeRefund {
    /// Nothing where no currency was turned into another.
    ///
    /// Throws `LedgerError`.
    func exchange(of refund: Refund, _ course: RefundCourse) throws -> [LedgerEntry] {
        guard let left = balanceTransaction?.exchanged(from: refund.amount.currency) else { return [] }
        return [try course.exchanged(left, into: refund.amount)]
    }
}
