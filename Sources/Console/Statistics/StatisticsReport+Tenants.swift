import Foundation
import Postgres
import Telemetry
import Tenancy
import Vocabulary

extension StatisticsReport {
    struct TenantTimes: Sendable {
        /// Nil for what found no place in a process' count, or belongs to nobody any more.
        let slug: String?
        let requests: Int
        let classes: [Int]
        let tally: DurationTally
    }

    struct TenantShares: Sendable {
        let top: [TenantTimes]
        /// All others together.
        let restTenants: Int
        let restRequests: Int
    }

    /// Those with the most requests, exactly, and what is left.
    func tenants(days: Int, limit: Int) async throws -> TenantShares {
        let rows = try await platform.run(
            """
            with sums as (
              select tenant_number, sum(requests)::bigint as requests, platform.summed(classes) as classes,
                     sum(nanoseconds)::bigint as nanoseconds, platform.summed(buckets) as buckets
                from tenant_times
               where day > (clock_timestamp() at time zone 'UTC')::date - \(Int32(days))
                 and cardinality(buckets) = \(DurationBounds.coarseCount)
               group by tenant_number)
            select t.slug, s.requests, s.classes, s.nanoseconds, s.buckets, (select count(*) from sums where tenant_number > 0) as tenants,
                   (select sum(requests)::bigint from sums) as total
              from sums s join tenants t on t.number = s.tenant_number
             order by s.requests desc, t.slug limit \(limit)
            """)
        let top = try rows.map(Self.times)
        let total: Int = try rows.first?.get("total") ?? 0
        let count: Int = try rows.first?.get("tenants") ?? 0
        return TenantShares(
            top: top, restTenants: count - top.count, restRequests: total - top.reduce(0) { $0 + $1.requests })
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
