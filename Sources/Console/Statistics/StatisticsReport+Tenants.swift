import Foundation
import Postgres
import Telemetry
import Tenancy
import Vocabulary

extension StatisticsReport {
    struct TenantTimes: Sendable {
        let slug: String
        let requests: Int
        let classes: [Int]
        let tally: DurationTally
    }

    enum ShareOrder: String, CaseIterable, Sendable {
        case tenant, requests, failed, mean, median, p95, p99
        case fastShare = "fast_share"
        case slowShare = "slow_share"

        fileprivate func value(_ thresholds: StatisticsFeature.Thresholds) -> SQL {
            switch self {
            case .tenant: "slug"
            case .requests: "requests"
            case .failed: "classes[\(TenantTallies.classCount)]"
            case .mean: "nanoseconds / greatest(requests, 1)"
            case .median: "platform.bucket_at(buckets, 0.5)"
            case .p95: "platform.bucket_at(buckets, 0.95)"
            case .p99: "platform.bucket_at(buckets, 0.99)"
            case .fastShare: Self.share(upTo: thresholds.fastMilliseconds)
            case .slowShare: "1 - \(fragment: Self.share(upTo: thresholds.slowMilliseconds))"
            }
        }

        private static func share(upTo milliseconds: Int) -> SQL {
            let buckets = DurationBounds.coarse.count { $0 <= milliseconds * 1_000_000 }
            return "platform.counted_through(buckets, \(Int32(buckets)))::double precision / greatest(requests, 1)"
        }
    }

    struct TenantShares: Sendable {
        let shown: [TenantTimes]
        let all: Int
        /// Of everybody, those that are nobody's any more or found no place among them.
        let requests: Int
        let leftOut: Int
    }

    /// Partners by their requests, exactly, and how many all of them had.
    func tenants(
        _ page: SumPage<ShareOrder>, _ thresholds: StatisticsFeature.Thresholds, days: Int
    ) async throws -> TenantShares {
        let since: SQL = """
            day > (clock_timestamp() at time zone 'UTC')::date - \(Int32(days))
              and cardinality(buckets) = \(DurationBounds.coarseCount)
            """
        let results = try await platform.transaction { [page] transaction in
            try await transaction.run([
                """
                select slug, requests, classes, nanoseconds, buckets
                  from (select t.slug, s.requests, s.classes, s.nanoseconds, s.buckets
                          from (select tenant_number, sum(requests)::bigint as requests,
                                       platform.summed(classes) as classes, sum(nanoseconds)::bigint as nanoseconds,
                                       platform.summed(buckets) as buckets
                                  from tenant_times where \(fragment: since) group by tenant_number) s
                          join tenants t on t.number = s.tenant_number) s
                 where \(fragment: page.finds(in: "slug"))
                 \(fragment: page.cut(by: page.order.value(thresholds), ties: "slug"))
                """,
                """
                select count(t.number) as tenants, coalesce(sum(s.requests), 0)::bigint as requests,
                       coalesce(sum(s.requests) filter (where t.number is null), 0)::bigint as left_out
                  from (select tenant_number, sum(requests) as requests from tenant_times
                         where \(fragment: since) group by tenant_number) s
                  left join tenants t on t.number = s.tenant_number
                """,
            ])
        }
        let totals = try results[1].only()
        return TenantShares(
            shown: try results[0].map(Self.times), all: try totals.get("tenants"), requests: try totals.get("requests"),
            leftOut: try totals.get("left_out"))
    }

    /// One tenant's days, newest first; a day without a request is not among them.
    func days(ofTenant number: Int32, days: Int) async throws -> [(day: CalendarDate, times: TenantTimes)] {
        try await platform.run(
            """
            select x.day, t.slug, x.requests, x.classes, x.nanoseconds, x.buckets
              from tenant_times x join tenants t on t.number = x.tenant_number
             where x.tenant_number = \(number) and x.day > (clock_timestamp() at time zone 'UTC')::date - \(Int32(days))
               and cardinality(x.buckets) = \(DurationBounds.coarseCount)
             order by x.day desc
            """
        ).map { (try $0.get("day"), try Self.times($0)) }
    }

    private static func times(_ row: Row) throws -> TenantTimes {
        TenantTimes(
            slug: try row.get("slug"), requests: try row.get("requests"), classes: try row.get("classes"),
            tally: DurationTally(nanoseconds: try row.get("nanoseconds"), counts: try row.get("buckets")))
    }
}
