import Foundation
import Postgres
import Vocabulary

/// SQL that sums lines. There is no row that balances are counted up in: all bookings of a site would wait for one
/// another there. An account of a booking has a few lines, found by their index; those of the whole site are summed for
/// reports, out of the index alone.
enum BalanceStore {
    /// The two layers' two sides. A reservation whose time is over counts no longer, whoever writes that down when.
    static let sums: SQL = """
        coalesce(sum(l.amount_minor) filter (where l.layer = 'posted' and l.amount_minor > 0), 0)::bigint
          as posted_debits,
        coalesce(-sum(l.amount_minor) filter (where l.layer = 'posted' and l.amount_minor < 0), 0)::bigint
          as posted_credits,
        coalesce(sum(l.amount_minor) filter (where l.layer = 'pending' and l.amount_minor > 0 and o.id is null), 0)
          ::bigint as pending_debits,
        coalesce(-sum(l.amount_minor) filter (where l.layer = 'pending' and l.amount_minor < 0 and o.id is null), 0)
          ::bigint as pending_credits
        """

    /// Lines up to an instant, each with the lapsed reservation that it belongs to, if any.
    static func lines(until instant: Date?) -> SQL {
        """
        ledger_lines l
          left join (select r.transaction_id as id from ledger_reservations r
                      where r.expires_at <= coalesce(\(instant), clock_timestamp())) o
            on o.id = l.transaction_id and l.layer = 'pending'
        """
    }

    /// Of accounts by their names, in that order; one that has no line yet is not there.
    static func balances(of accounts: [LedgerAccount]) -> SQL {
        """
        select a.account_id, a.code, a.currency, a.subject_kind, a.subject_id, a.opened_at, \(fragment: sumColumns)
          from unnest(\(accounts.map(\.code.rawValue)), \(accounts.map(\.currency.code)),
                      \(accounts.map { $0.subject?.kind.rawValue }), \(accounts.map { $0.subject?.id }))
                 with ordinality as n (code, currency, subject_kind, subject_id, place)
          join ledger_accounts a
            on a.account_id = ledger_account_id(n.code, n.currency, n.subject_kind, n.subject_id)
          cross join lateral (
            select \(fragment: sums) from \(fragment: lines(until: nil)) where l.account_id = a.account_id) s
         order by n.place
        """
    }

    static let sumColumns: SQL = "s.posted_debits, s.posted_credits, s.pending_debits, s.pending_credits"

    static func balance(of id: UUID) -> SQL {
        """
        select a.account_id, a.code, a.currency, a.subject_kind, a.subject_id, a.opened_at, \(fragment: sumColumns)
          from ledger_accounts a
          cross join lateral (
            select \(fragment: sums) from \(fragment: lines(until: nil)) where l.account_id = a.account_id) s
         where a.account_id = \(id)
        """
    }

    static func page(_ conditions: [SQL], after: UUID?, limit: Int) -> SQL {
        var conditions = conditions
        if let after { conditions.append("a.account_id > \(after)") }
        let condition: SQL = conditions.isEmpty ? "true" : conditions.joined(separator: " and ")
        return """
            select a.account_id, a.code, a.currency, a.subject_kind, a.subject_id, a.opened_at, \(fragment: sumColumns)
              from (select account_id, code, currency, subject_kind, subject_id, opened_at from ledger_accounts a
                     where \(fragment: condition) order by a.account_id limit \(limit)) a
              cross join lateral (
                select \(fragment: sums) from \(fragment: lines(until: nil)) where l.account_id = a.account_id) s
             order by a.account_id
            """
    }

    /// Every code and currency, over the accounts of all subjects.
    static func trialBalance(at instant: Date?) -> SQL {
        """
        select a.code, a.currency, count(*) as accounts, sum(s.posted_debits)::bigint as posted_debits,
               sum(s.posted_credits)::bigint as posted_credits, sum(s.pending_debits)::bigint as pending_debits,
               sum(s.pending_credits)::bigint as pending_credits
          from (select l.account_id, \(fragment: sums) from \(fragment: lines(until: instant))
                 where l.effective_at <= coalesce(\(instant), clock_timestamp()) group by l.account_id) s
          join ledger_accounts a on a.account_id = s.account_id
         group by a.code, a.currency order by a.currency, a.code
        """
    }
}
