import Foundation
import Postgres

/// SQL of statements: what counts on one account, in the order in which it happened.
enum StatementStore {
    static func lines(
        of id: UUID, _ period: StatementPeriod, _ direction: RowDirection, after place: StatementPlace?, limit: Int
    ) -> SQL {
        var conditions = conditions(of: id, period)
        if let place { conditions.append(behind(place, direction)) }
        let way: SQL = direction == .up ? "asc" : "desc"
        let ordering: SQL =
            "l.effective_at \(fragment: way), l.transaction_id \(fragment: way), l.position \(fragment: way)"
        return """
            select l.transaction_id, l.position, l.amount_minor, l.effective_at, t.kind, t.key, t.booking_id,
                   t.payment_id, t.refund_id, t.processor_reference, t.recorded_at
              from (select l.tenant_id, l.transaction_id, l.position, l.amount_minor, l.effective_at from ledger_lines l
                     where \(fragment: conditions.joined(separator: " and "))
                     order by \(fragment: ordering) limit \(limit)) l
              join ledger_transactions t on t.tenant_id = l.tenant_id and t.transaction_id = l.transaction_id
             order by \(fragment: ordering)
            """
    }

    /// What came since the period began, what came after its end, and how much came in it before the page: what
    /// stands there now without these is what stood there then. So a period is read from its beginning on, and not
    /// all that came before it.
    static func edges(
        of id: UUID, _ period: StatementPeriod, _ direction: RowDirection, after place: StatementPlace?
    ) -> SQL {
        let beyond = period.until.map { until -> SQL in "l.effective_at >= \(until)" } ?? "false"
        let before: SQL =
            place.map { "not (\(fragment: behind($0, direction))) and not (\(fragment: beyond))" } ?? "false"
        let looked: SQL =
            if let from = period.from { "l.effective_at >= \(from)" } else if place != nil { "true" } else { beyond }
        return """
            select coalesce(sum(l.amount_minor), 0)::bigint as since,
                   coalesce(sum(l.amount_minor) filter (where \(fragment: beyond)), 0)::bigint as beyond,
                   coalesce(sum(l.amount_minor) filter (where \(fragment: before)), 0)::bigint as before_page
              from ledger_lines l
             where l.account_id = \(id) and l.layer = 'posted' and \(fragment: looked)
            """
    }

    private static func conditions(of id: UUID, _ period: StatementPeriod) -> [SQL] {
        var conditions: [SQL] = ["l.account_id = \(id)", "l.layer = 'posted'"]
        if let from = period.from { conditions.append("l.effective_at >= \(from)") }
        if let until = period.until { conditions.append("l.effective_at < \(until)") }
        return conditions
    }

    private static func behind(_ place: StatementPlace, _ direction: RowDirection) -> SQL {
        let sign: SQL = direction == .up ? ">" : "<"
        return """
            (l.effective_at, l.transaction_id, l.position)
              \(fragment: sign) (\(place.effectiveAt), \(place.transaction), \(place.position))
            """
    }
}
