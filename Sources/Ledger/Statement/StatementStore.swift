import Foundation
import Postgres

/// SQL of statements: what counts on one account, in the order in which it happened.
enum StatementStore {
    static func lines(of id: UUID, _ period: StatementPeriod, after place: StatementPlace?, limit: Int) -> SQL {
        var conditions = conditions(of: id, period)
        if let place { conditions.append(behind(place)) }
        return """
            select l.transaction_id, l.position, l.amount_minor, l.effective_at, t.kind, t.key, t.booking_id,
                   t.payment_id, t.refund_id, t.processor_reference, t.recorded_at
              from (select l.tenant_id, l.transaction_id, l.position, l.amount_minor, l.effective_at from ledger_lines l
                     where \(fragment: conditions.joined(separator: " and "))
                     order by l.effective_at, l.transaction_id, l.position limit \(limit)) l
              join ledger_transactions t on t.tenant_id = l.tenant_id and t.transaction_id = l.transaction_id
             order by l.effective_at, l.transaction_id, l.position
            """
    }

    /// What stood there when the period began, what came in it, and how much of that before the page.
    static func edges(of id: UUID, _ period: StatementPeriod, after place: StatementPlace?) -> SQL {
        let within = period.from.map { from -> SQL in "l.effective_at >= \(from)" } ?? "true"
        let before: SQL = place.map { "not (\(fragment: behind($0)))" } ?? "false"
        let until = period.until.map { until -> SQL in "l.effective_at < \(until)" } ?? "true"
        return """
            select coalesce(sum(l.amount_minor) filter (where not (\(fragment: within))), 0)::bigint as opening,
                   coalesce(sum(l.amount_minor) filter (where \(fragment: within)), 0)::bigint as within,
                   coalesce(sum(l.amount_minor) filter (where \(fragment: within) and \(fragment: before)), 0)::bigint
                     as before_page
              from ledger_lines l
             where l.account_id = \(id) and l.layer = 'posted' and \(fragment: until)
            """
    }

    private static func conditions(of id: UUID, _ period: StatementPeriod) -> [SQL] {
        var conditions: [SQL] = ["l.account_id = \(id)", "l.layer = 'posted'"]
        if let from = period.from { conditions.append("l.effective_at >= \(from)") }
        if let until = period.until { conditions.append("l.effective_at < \(until)") }
        return conditions
    }

    private static func behind(_ place: StatementPlace) -> SQL {
        "(l.effective_at, l.transaction_id, l.position) > (\(place.effectiveAt), \(place.transaction), \(place.position))"
    }
}
