import Foundation
import Ledger
import Postgres
import Vocabulary

/// SQL on what bookings owe in the books, and on which of it invoices ask for (`billing_invoice_fees`).
enum FeeStore {
    /// What came about before `end` and no invoice that counts asks for; of currencies in which it comes to less than
    /// nothing, because more was given back than agreed on, all is left for the next month.
    private static func open(before end: Date) -> SQL {
        let kinds = [LedgerKind.bookingSold, .bookingChanged, .bookingCancelled, .feeOwed, .feeWaived].map(\.rawValue)
        return """
            entries as (
              select t.transaction_id, t.booking_id, t.kind, t.key, l.currency, -l.amount_minor as amount_minor, l.effective_at
                from ledger_accounts a
                join ledger_lines l on l.tenant_id = a.tenant_id and l.account_id = a.account_id
                join ledger_transactions t on t.tenant_id = l.tenant_id and t.transaction_id = l.transaction_id
               where a.code = \(AccountCode.platformFee.rawValue) and l.layer = 'posted' and l.effective_at < \(end)
                 and t.booking_id is not null and t.kind = any (\(kinds))
                 and not exists (select from billing_invoice_fees f
                                  where f.tenant_id = t.tenant_id and f.transaction_id = t.transaction_id
                                    and f.is_live)),
            due as (select currency from entries group by currency having sum(amount_minor) >= 0)
            """
    }

    /// What a change made dearer is owed under the change's name, and is no booking more.
    private static let sums: SQL = """
        currency, sum(amount_minor)::bigint as owed_minor,
        count(distinct booking_id) filter (
          where kind = 'booking.sold' or kind = 'booking.fee_owed' and key = booking_id::text) as bookings
        """

    /// As it stands, taken by nobody.
    static func due(before end: Date) -> SQL {
        """
        with \(fragment: open(before: end))
        select \(fragment: sums) from entries where currency in (select currency from due)
         group by currency order by currency
        """
    }

    /// The same, asked for by `invoice` from now on.
    static func take(before end: Date, for invoice: UUID, tenant: TenantID) -> SQL {
        """
        with \(fragment: open(before: end)),
        taken as (
          insert into billing_invoice_fees
            (tenant_id, invoice_id, transaction_id, booking_id, currency, amount_minor, effective_at)
          select \(tenant), \(invoice), transaction_id, booking_id, currency, amount_minor, effective_at from entries
           where currency in (select currency from due))
        select \(fragment: sums) from entries where currency in (select currency from due)
         group by currency order by currency
        """
    }

    static func free(_ invoice: UUID) -> SQL {
        "update billing_invoice_fees set is_live = false where invoice_id = \(invoice) and is_live"
    }

    /// Counted by days of UTC; a day belongs to the month that its date names.
    static func calls(_ from: CalendarDate, until: CalendarDate) -> SQL {
        """
        select coalesce(sum(u.calls), 0)::bigint as calls from api_usage u where u.day >= \(from) and u.day < \(until)
        """
    }

    /// When the site's first definition was applied, and since when it pays what it does now.
    static let begun: SQL = """
        with now as (select d.document -> 'billing' as billing from definitions d order by d.version desc limit 1),
        before as (
          select max(d.version) as version from definitions d, now where d.document -> 'billing' is distinct from now.billing)
        select min(d.created_at) as begun_at,
               min(d.created_at) filter (where d.version > coalesce(before.version, 0)) as priced_at
          from definitions d, before
        """
}

extension FeeSum {
    init(_ row: Row) throws {
        self.init(
            owed: Money(minor: try row.get("owed_minor"), try row.get("currency")), bookings: try row.get("bookings"))
    }
}
