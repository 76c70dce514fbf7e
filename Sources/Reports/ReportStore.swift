import Ledger
import Postgres
import Vocabulary

/// SQL of the reports: summed by period of the site's zone, language and currency in one statement each.
///
/// Rows are found by their instants, in an index of the tenant's: within a day around the range, for no zone is further
/// from UTC. Which of them count is said by their days in the zone, whatever its clocks did.
enum ReportStore {
    static func lines(_ kind: ReportKind, _ range: ReportRange, _ filter: ReportFilter, zone: String) -> SQL {
        let facts =
            switch kind {
            case .bookings: bookings(range)
            case .revenue: revenue(range)
            case .funnel: funnel(range)
            case .refunds: refunds(range)
            }
        let sums = kind.measures.map { measure -> SQL in
            "coalesce(sum(f.\(identifier: measure.name)), 0)::bigint as \(identifier: measure.name)"
        }
        var conditions: [SQL] = [
            "(f.instant at time zone \(zone))::date between \(range.from)::date and \(range.until)::date"
        ]
        if let currency = filter.currency { conditions.append("f.currency = \(currency)") }
        if let locale = filter.locale { conditions.append("f.locale = \(locale.description)") }
        return """
            select date_trunc(\(range.grouping.rawValue), f.instant at time zone \(zone))::date as period, f.locale,
                   f.currency, \(fragment: sums.joined(separator: ", "))
              from (\(fragment: facts)) f
             where \(fragment: conditions.joined(separator: " and "))
             group by 1, 2, 3 order by 1, 2, 3
            """
    }

    /// Bounds that an index knows.
    private static func near(_ column: SQL, _ range: ReportRange) -> SQL {
        """
        \(fragment: column) >= (\(range.from)::date - 1)::timestamp at time zone 'UTC'
        and \(fragment: column) < (\(range.until)::date + 2)::timestamp at time zone 'UTC'
        """
    }

    /// Room nights as they were when each step was taken: a change counts by what it added or gave back, and what a
    /// booking was before it is in the amendment that changed it.
    private static func bookings(_ range: ReportRange) -> SQL {
        """
        select e.recorded_at as instant, b.locale, b.currency, (e.from_state <> 'confirmed')::int as confirmed,
               (e.to_state = 'cancelled')::int as cancelled, greatest(n.after - n.before, 0) as room_nights,
               greatest(n.before - n.after, 0) as room_nights_cancelled
          from booking_events e
          join bookings b on b.tenant_id = e.tenant_id and b.booking_id = e.booking_id
          cross join lateral (select count(*) * (b.check_out - b.check_in) as now from booking_rooms r
                               where r.tenant_id = b.tenant_id and r.booking_id = b.booking_id
                                 and r.cancelled_at is null) r
          left join lateral (select \(fragment: roomNights("a.was")) as was, \(fragment: roomNights("a.stay")) as stay
                               from amendments a
                              where a.tenant_id = e.tenant_id and a.booking_id = e.booking_id and a.state = 'applied'
                                and a.booking_sequence >= e.sequence - 1
                              order by a.booking_sequence limit 1) a on true
          cross join lateral (
            select case when e.from_state <> 'confirmed' then 0 when e.to_state = 'cancelled' then r.now
                        else a.was end as before,
                   case when e.to_state = 'cancelled' then 0 when e.from_state = 'confirmed' then a.stay
                        else coalesce(a.was, r.now) end as after) n
         where \(fragment: near("e.recorded_at", range)) and e.to_state in ('confirmed', 'cancelled')
           and case when e.from_state = 'confirmed' then e.to_state = 'cancelled' or n.before <> n.after
                    else e.to_state = 'confirmed' end
        """
    }

    /// Of a stay as it was frozen.
    private static func roomNights(_ stay: SQL) -> SQL {
        """
        jsonb_array_length(\(fragment: stay) -> 'rooms')
        * ((\(fragment: stay) ->> 'check_out')::date - (\(fragment: stay) ->> 'check_in')::date)
        """
    }

    /// All that ever stood on the tenant's own account, and of the others what bookings put there: what is paid on
    /// from them later is nothing that was sold. A stay that is paid at the property is no sale in the books, but its
    /// fee is owed all the same, out of the tenant's own. A line's instant is its transaction's; both are bounded, so
    /// that an index leads from either.
    private static func revenue(_ range: ReportRange) -> SQL {
        let sales = [LedgerKind.bookingSold, .bookingChanged, .bookingCancelled].map(\.rawValue)
        let fees = [LedgerKind.feeOwed, .feeWaived].map(\.rawValue)
        func part(_ code: AccountCode, _ kinds: [String]) -> SQL {
            "case when a.code = \(code.rawValue) and t.kind = any (\(kinds)) then -l.amount_minor end"
        }
        return """
            select t.effective_at as instant, b.locale, l.currency,
                   case when t.kind = any (\(sales)) then -l.amount_minor end as sold,
                   \(fragment: part(.supplierPayable, sales)) as supplier, \(fragment: part(.tax, sales)) as tax,
                   \(fragment: part(.platformFee, sales + fees)) as platform_fee,
                   case when a.code = \(AccountCode.tenantRevenue.rawValue) then -l.amount_minor end as revenue
              from ledger_transactions t
              join ledger_lines l on l.tenant_id = t.tenant_id and l.transaction_id = t.transaction_id
              join ledger_accounts a on a.tenant_id = l.tenant_id and a.account_id = l.account_id
              left join bookings b on b.tenant_id = t.tenant_id and b.booking_id = t.booking_id
             where \(fragment: near("t.effective_at", range)) and \(fragment: near("l.effective_at", range))
               and l.layer = 'posted'
               and (a.code = \(AccountCode.tenantRevenue.rawValue)
                    or t.kind = any (\(sales + fees)) and a.code in ('supplier_payable', 'tax', 'platform_fee'))
            """
    }

    private static func funnel(_ range: ReportRange) -> SQL {
        let steps = ReportKind.funnel.measures.map(\.name)
        let counts = steps.map { step -> SQL in
            "(e.step = \(step))::int as \(identifier: step)"
        }
        return """
            select e.recorded_at as instant, e.locale, e.currency, \(fragment: counts.joined(separator: ", "))
              from funnel_events e
             where e.step = any(\(steps)) and \(fragment: near("e.recorded_at", range))
            """
    }

    private static func refunds(_ range: ReportRange) -> SQL {
        func part(_ cause: StaticString) -> SQL {
            "case when r.cause = '\(fragment: SQL(stringLiteral: cause))' and r.state <> 'failed' then r.amount_minor end"
        }
        return """
            select r.created_at as instant, b.locale, r.currency, \(fragment: part("cancellation")) as cancellation,
                   \(fragment: part("goodwill")) as goodwill, \(fragment: part("owed")) as owed,
                   \(fragment: part("change")) as change,
                   case when r.state <> 'failed' then r.amount_minor end as total,
                   (r.state <> 'failed')::int as count, (r.state = 'failed')::int as failed
              from refunds r
              join bookings b on b.tenant_id = r.tenant_id and b.booking_id = r.booking_id
             where \(fragment: near("r.created_at", range))
            """
    }
}
