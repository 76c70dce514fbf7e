import Foundation
import Postgres
import Vocabulary

/// SQL that reads what stands on accounts. Those of the house hold every booking's lines and are read from their
/// totals, which a trigger counts up in slots; those of one subject hold few, and are summed.
enum BalanceStore {
    static let columns: SQL = """
        a.account_id, a.code, a.currency, a.subject_kind, a.subject_id, a.opened_at, s.posted_debits, s.posted_credits,
        s.pending_debits, s.pending_credits
        """

    /// Of an account `a`. A reservation whose time is over counts no longer, whoever writes that down when.
    static let sums: SQL = """
        lateral (
          select coalesce(sum(u.posted_debits), 0)::bigint as posted_debits,
                 coalesce(sum(u.posted_credits), 0)::bigint as posted_credits,
                 coalesce(sum(u.pending_debits), 0)::bigint as pending_debits,
                 coalesce(sum(u.pending_credits), 0)::bigint as pending_credits
            from (
              select t.posted_debits, t.posted_credits, t.pending_debits, t.pending_credits from ledger_totals t
               where a.subject_kind is null and t.code = a.code and t.currency = a.currency
              union all
              select \(fragment: sides("posted")), \(fragment: sides("pending")) from ledger_lines l
               where a.subject_kind is not null and l.account_id = a.account_id
              union all
              select 0, 0, -sum(l.amount_minor) filter (where l.amount_minor > 0),
                     sum(l.amount_minor) filter (where l.amount_minor < 0)
                from ledger_reservations r
                join ledger_lines l on l.tenant_id = r.tenant_id and l.transaction_id = r.transaction_id
               where r.expires_at <= clock_timestamp() and l.account_id = a.account_id) u) s
        """

    private static func sides(_ layer: StaticString) -> SQL {
        let layer = SQL(stringLiteral: layer)
        return """
            sum(l.amount_minor) filter (where l.layer = '\(fragment: layer)' and l.amount_minor > 0),
            -sum(l.amount_minor) filter (where l.layer = '\(fragment: layer)' and l.amount_minor < 0)
            """
    }

    /// Of accounts by their names, in that order; one that has no line yet is not there.
    static func balances(of accounts: [LedgerAccount]) -> SQL {
        """
        select \(fragment: columns)
          from unnest(\(accounts.map(\.code.rawValue)), \(accounts.map(\.currency.code)),
                      \(accounts.map { $0.subject?.kind.rawValue }), \(accounts.map { $0.subject?.id }))
                 with ordinality as n (code, currency, subject_kind, subject_id, place)
          join ledger_accounts a
            on a.account_id = ledger_account_id(n.code, n.currency, n.subject_kind, n.subject_id)
          cross join \(fragment: sums)
         order by n.place
        """
    }

    /// For accounts of one subject, which hold few lines.
    static func kinds(of account: LedgerAccount, key: String?) -> SQL {
        """
        select t.kind, sum(l.amount_minor)::bigint as amount_minor
          from ledger_lines l
          join ledger_transactions t on t.tenant_id = l.tenant_id and t.transaction_id = l.transaction_id
         where l.account_id = ledger_account_id(
                 \(account.code.rawValue), \(account.currency.code), \(account.subject?.kind.rawValue),
                 \(account.subject?.id))
           and (\(key)::text is null or t.key = \(key))
         group by t.kind
        """
    }

    static func balance(of id: UUID) -> SQL {
        """
        select \(fragment: columns) from ledger_accounts a cross join \(fragment: sums) where a.account_id = \(id)
        """
    }

    static func page(
        _ filter: AccountFilter, _ order: AccountOrder, _ direction: RowDirection, after place: AccountPlace?,
        limit: Int
    ) -> SQL {
        var conditions = filter.conditions
        if let place {
            let sign: SQL = direction == .up ? ">" : "<"
            let values = order.values(at: place).joined(separator: ", ")
            conditions.append(
                "(\(fragment: order.columns.joined(separator: ", "))) \(fragment: sign) (\(fragment: values))")
        }
        let condition: SQL = conditions.isEmpty ? "true" : conditions.joined(separator: " and ")
        let way: SQL = direction == .up ? "asc" : "desc"
        let ordering = order.columns.map { column -> SQL in "\(fragment: column) \(fragment: way)" }
            .joined(separator: ", ")
        return """
            select \(fragment: columns)
              from (select account_id, code, currency, subject_kind, subject_id, opened_at from ledger_accounts a
                     where \(fragment: condition) order by \(fragment: ordering) limit \(limit)) a
              cross join \(fragment: sums)
             order by \(fragment: ordering)
            """
    }

    /// Every code and currency, over the accounts of all subjects: the totals, without what came later than the
    /// instant, and without the reservations that were over by then.
    static func trialBalance(at instant: Date?) -> SQL {
        """
        select u.code, u.currency, sum(u.posted_debits)::bigint as posted_debits,
               sum(u.posted_credits)::bigint as posted_credits, sum(u.pending_debits)::bigint as pending_debits,
               sum(u.pending_credits)::bigint as pending_credits
          from (
            select t.code, t.currency, t.posted_debits, t.posted_credits, t.pending_debits, t.pending_credits
              from ledger_totals t
            union all
            select a.code, a.currency,
                   case when l.layer = 'posted' then least(-l.amount_minor, 0) else 0 end,
                   case when l.layer = 'posted' then least(l.amount_minor, 0) else 0 end,
                   case when l.layer = 'pending' then least(-l.amount_minor, 0) else 0 end,
                   case when l.layer = 'pending' then least(l.amount_minor, 0) else 0 end
              from (select t.tenant_id, t.transaction_id from ledger_transactions t
                     where t.effective_at > \(instant)
                    union
                    select r.tenant_id, r.transaction_id from ledger_reservations r
                     where r.expires_at <= coalesce(\(instant), clock_timestamp())) t
              join ledger_lines l on l.tenant_id = t.tenant_id and l.transaction_id = t.transaction_id
              join ledger_accounts a on a.tenant_id = l.tenant_id and a.account_id = l.account_id) u
         group by u.code, u.currency
        having sum(u.posted_debits) <> 0 or sum(u.posted_credits) <> 0 or sum(u.pending_debits) <> 0
            or sum(u.pending_credits) <> 0
         order by u.currency, u.code
        """
    }
}
