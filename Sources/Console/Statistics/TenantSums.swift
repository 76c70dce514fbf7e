import Postgres
import Telemetry

/// SQL that sums what partners were asked over days.
///
/// A hundred thousand partners' buckets take seconds to add up and their requests a moment: whoever looks at a page in
/// an order of requests has only those added up that stand on it.
struct TenantSums: Sendable {
    let days: Int

    /// Those of the page, with the buckets of everybody added up.
    func whole(_ page: SumPage<StatisticsReport.ShareOrder>, by value: SQL) -> SQL {
        """
        select slug, requests, classes, nanoseconds, buckets
          from (select t.slug, s.requests, s.nanoseconds, s.failed, s.classes, s.buckets
                  from (select tenant_number, \(fragment: Self.cheap),
                               \(fragment: Self.each("classes", TenantTallies.classCount)) as classes,
                               \(fragment: Self.each("buckets", DurationBounds.coarseCount)) as buckets
                          from tenant_times where \(fragment: since) group by tenant_number) s
                  join tenants t on t.number = s.tenant_number) s
         where \(fragment: page.finds(in: "slug"))
         \(fragment: page.cut(by: value, ties: "slug"))
        """
    }

    /// The same with the buckets of those alone.
    func few(_ page: SumPage<StatisticsReport.ShareOrder>, by value: SQL) -> SQL {
        """
        with chosen as (
          select slug, number, requests, nanoseconds, failed
            from (select t.slug, t.number, s.requests, s.nanoseconds, s.failed
                    from (select tenant_number, \(fragment: Self.cheap)
                            from tenant_times where \(fragment: since) group by tenant_number) s
                    join tenants t on t.number = s.tenant_number) s
           where \(fragment: page.finds(in: "slug"))
           \(fragment: page.cut(by: value, ties: "slug")))
        select c.slug, c.requests, b.classes, c.nanoseconds, b.buckets
          from chosen c
         cross join lateral (
           select platform.summed(x.classes) as classes, platform.summed(x.buckets) as buckets
             from generate_series(0, \(Int32(days - 1))) d
             join tenant_times x on x.day = \(fragment: Self.today) - d and x.tenant_number = c.number
            where cardinality(x.buckets) = \(DurationBounds.coarseCount)) b
         \(fragment: page.ordering(by: value, ties: "slug"))
        """
    }

    /// Of all, and of those that are nobody's.
    var totals: SQL {
        """
        select count(t.number) as tenants, coalesce(sum(s.requests), 0)::bigint as requests,
               coalesce(sum(s.requests) filter (where t.number is null), 0)::bigint as left_out
          from (select tenant_number, sum(requests) as requests from tenant_times
                 where \(fragment: since) group by tenant_number) s
          left join tenants t on t.number = s.tenant_number
        """
    }

    /// The same day for every part of a transaction.
    private static let today: SQL = "(transaction_timestamp() at time zone 'UTC')::date"

    private var since: SQL {
        """
        day > \(fragment: Self.today) - \(Int32(days)) and cardinality(buckets) = \(DurationBounds.coarseCount)
        """
    }

    private static let cheap: SQL = """
        sum(requests)::bigint as requests, sum(nanoseconds)::bigint as nanoseconds,
        sum(classes[\(Int32(TenantTallies.classCount))])::bigint as failed
        """

    /// Element by element, which is five times as fast as an aggregate of arrays.
    private static func each(_ column: SQL, _ count: Int) -> SQL {
        let sums = (1...count).map { place -> SQL in "sum(\(fragment: column)[\(Int32(place))])::bigint" }
        return "array[\(fragment: sums.joined(separator: ", "))]"
    }
}
