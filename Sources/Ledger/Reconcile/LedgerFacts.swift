import Foundation
import Postgres
package import Tenancy
import Vocabulary

/// The ledger's side of a reconciliation: what it says moved money at the processor.
package struct LedgerFacts: Sendable {
    /// What one reconciliation compares, at most; longer periods are taken in parts.
    package static let factsMax = 200_000

    /// What is behind a dispute's name in the key of a fee that came with its return.
    package static let returned = "/returned"

    package init() {}

    /// The kinds of the books that the processor knows under a name of its own.
    static let kinds: [(LedgerKind, ProcessorFact.Kind)] = [
        (.paymentCaptured, .charge), (.refundPaid, .refund), (.disputeOpened, .dispute), (.disputeWon, .disputeReturn),
        (.payout, .payout),
    ]

    /// Of a transaction that was taken back nothing is told, nor of one without a name of the processor's. A fee that
    /// was recorded under the same name belongs to it, and one under a name of its own stands for itself.
    ///
    /// Throws `PostgresError`.
    package func read(_ period: StatementPeriod, in scope: TenantScope) async throws -> [ProcessorFact] {
        let rows = try await scope.run([LedgerFactsStore.facts(period), LedgerFactsStore.fees(period)])
        return try (Array(rows[0]) + Array(rows[1])).compactMap { row in
            let kind: String = try row.get("kind")
            let known = Self.kinds.first(where: { $0.0.rawValue == kind })?.1 ?? .other
            guard let currency = CurrencyCode(try row.get("currency")) else { return nil }
            return ProcessorFact(
                id: try row.get("processor_reference"), kind: known,
                gross: Money(minor: try row.get("gross"), currency),
                fee: Money(minor: try row.get("fee"), currency), time: try row.get("effective_at"))
        }
    }
}

enum LedgerFactsStore {
    /// What a fee or an exchange has in its key beside that of the transaction `t` which it came with.
    private static let behind: SQL = """
        case when t.kind = \(LedgerKind.disputeWon.rawValue) then \(LedgerFacts.returned) else '' end
        """

    private static let feeKinds = [LedgerKind.processorFee, .processorFeeReturned].map(\.rawValue)

    /// Of disputes, those that came with neither of its movements.
    static func fees(_ period: StatementPeriod) -> SQL {
        """
        select t.kind, t.key as processor_reference, t.effective_at, l.currency, 0::bigint as gross,
               l.amount_minor as fee
          from ledger_transactions t
          join ledger_lines l on l.tenant_id = t.tenant_id and l.transaction_id = t.transaction_id
          join ledger_accounts a on a.tenant_id = l.tenant_id and a.account_id = l.account_id
         where t.kind = any(\(feeKinds)) and t.dispute_id is not null and a.code = 'processor_fee'
           and l.layer = 'posted'
           and t.key not in (t.processor_reference, t.processor_reference || \(LedgerFacts.returned))
           and (\(period.from)::timestamptz is null or t.effective_at >= \(period.from))
           and (\(period.until)::timestamptz is null or t.effective_at < \(period.until))
         order by t.effective_at, t.transaction_id limit \(LedgerFacts.factsMax)
        """
    }

    /// What came in, or left, in another currency than it was charged in is told as it came in, or left.
    static func facts(_ period: StatementPeriod) -> SQL {
        """
        select t.kind, t.processor_reference, t.effective_at, l.currency, abs(sum(l.amount_minor))::bigint as gross,
               coalesce((
                 select sum(f.amount_minor)::bigint from ledger_transactions k
                   join ledger_lines f on f.tenant_id = k.tenant_id and f.transaction_id = k.transaction_id
                   join ledger_accounts a on a.tenant_id = f.tenant_id and a.account_id = f.account_id
                  where k.kind = any(\(feeKinds)) and k.processor_reference = t.processor_reference
                    and k.key = t.key || \(fragment: behind)
                    and a.code = 'processor_fee' and f.layer = 'posted' and f.currency = l.currency), 0) as fee
          from ledger_transactions t
         cross join lateral (
           select t.transaction_id as id
           union all
           select x.transaction_id from ledger_transactions x
            where x.tenant_id = t.tenant_id and x.kind = \(LedgerKind.exchange.rawValue)
              and x.key = t.key || \(fragment: behind)) m
          join ledger_lines l on l.tenant_id = t.tenant_id and l.transaction_id = m.id
          join ledger_accounts p on p.tenant_id = l.tenant_id and p.account_id = l.account_id
         where t.kind = any(\(LedgerFacts.kinds.map(\.0.rawValue))) and t.processor_reference is not null
           and (\(period.from)::timestamptz is null or t.effective_at >= \(period.from))
           and (\(period.until)::timestamptz is null or t.effective_at < \(period.until))
           and l.layer = 'posted' and p.code = 'processor_balance'
           and not exists (select from ledger_transactions r
                            where r.tenant_id = t.tenant_id and r.reverses_id = t.transaction_id)
         group by t.tenant_id, t.transaction_id, t.kind, t.key, t.processor_reference, t.effective_at, l.currency
        having sum(l.amount_minor) <> 0
         order by t.effective_at, t.transaction_id limit \(LedgerFacts.factsMax)
        """
    }
}
