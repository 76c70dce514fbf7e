import Postgres

/// SQL that looks for what cannot be, one statement a rule; each answers with the objects at fault.
enum VerifyStore {
    struct Rule: Sendable {
        let rule: LedgerFinding.Rule
        let statement: SQL

        init(_ rule: LedgerFinding.Rule, _ statement: SQL) {
            self.rule = rule
            self.statement = statement + " limit \(VerifyBooks.findingsMax)"
        }
    }

    static let counts: SQL = """
        select (select count(*) from ledger_accounts) as accounts,
               (select count(*) from ledger_transactions) as transactions,
               (select count(*) from ledger_lines) as lines
        """

    static let rules: [Rule] = [
        Rule(
            .balanced,
            """
            select l.transaction_id::text as object from ledger_lines l
             group by l.transaction_id, l.layer, l.currency having sum(l.amount_minor) <> 0
            """),
        Rule(
            .complete,
            """
            select coalesce(t.transaction_id, l.transaction_id)::text as object from ledger_transactions t
              full join (select transaction_id, count(*) as lines from ledger_lines group by transaction_id) l
                on l.transaction_id = t.transaction_id
             where t.line_count is distinct from l.lines
            """),
        Rule(
            .account,
            """
            select distinct l.transaction_id::text as object from ledger_lines l
              left join ledger_accounts a on a.account_id = l.account_id and a.currency = l.currency
             where a.account_id is null
            """),
        Rule(
            .name,
            """
            select a.account_id::text as object from ledger_accounts a
             where a.account_id <> ledger_account_id(a.code, a.currency, a.subject_kind, a.subject_id)
            """),
        Rule(.settlement, settlement), Rule(.reservation, reservation), Rule(.reversal, reversal),
        Rule(.total, total),
    ]

    /// By account: what was let go with what had been reserved, and what was posted beside it.
    private static let settlement: SQL = """
        select distinct s.transaction_id::text as object
          from (select t.transaction_id, l.account_id,
                       coalesce(sum(l.amount_minor) filter (where l.layer = 'posted'), 0) as posted,
                       coalesce(sum(l.amount_minor)
                         filter (where l.layer = 'pending' and l.transaction_id = t.settles_id), 0) as reserved,
                       coalesce(sum(l.amount_minor) filter (where l.layer = 'pending'), 0) as held
                  from ledger_transactions t
                  join ledger_lines l on l.transaction_id in (t.transaction_id, t.settles_id)
                 where t.settles_id is not null group by t.transaction_id, l.account_id) s
         where s.held <> 0 or s.posted not between least(s.reserved, 0) and greatest(s.reserved, 0)
        """

    private static let reservation: SQL = """
        select t.transaction_id::text as object from ledger_transactions t
         where (t.step = 'pending')
                 <> (exists (select from ledger_reservations r where r.transaction_id = t.transaction_id)
                     <> exists (select from ledger_transactions e where e.settles_id = t.transaction_id))
        """

    private static let reversal: SQL = """
        select distinct t.transaction_id::text as object from ledger_transactions t
          join ledger_lines l on l.transaction_id in (t.transaction_id, t.reverses_id) and l.layer = 'posted'
         where t.reverses_id is not null group by t.transaction_id, l.account_id having sum(l.amount_minor) <> 0
        """

    private static let total: SQL = """
        select u.code || ' ' || u.currency as object
          from (select t.code, t.currency, t.posted_debits, t.posted_credits, t.pending_debits, t.pending_credits
                  from ledger_totals t
                union all
                select a.code, a.currency,
                       case when l.layer = 'posted' then least(-l.amount_minor, 0) else 0 end,
                       case when l.layer = 'posted' then least(l.amount_minor, 0) else 0 end,
                       case when l.layer = 'pending' then least(-l.amount_minor, 0) else 0 end,
                       case when l.layer = 'pending' then least(l.amount_minor, 0) else 0 end
                  from ledger_lines l join ledger_accounts a on a.account_id = l.account_id) u
         group by u.code, u.currency
        having sum(u.posted_debits) <> 0 or sum(u.posted_credits) <> 0 or sum(u.pending_debits) <> 0
            or sum(u.pending_credits) <> 0
        """
}
