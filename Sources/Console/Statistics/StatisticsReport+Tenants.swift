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
            case .failed: "failed"
            case .mean: "nanoseconds / greatest(requests, 1)"
            case .median: "platform.bucket_at(buckets, 0.5)"
            case .p95: "platform.bucket_at(buckets, 0.95)"
            case .p99: "platform.bucket_at(buckets, 0.99)"
            case .fastShare: Self.share(upTo: thresholds.fastMilliseconds)
            case .slowShare: "1 - \(fragment: Self.share(upTo: thresholds.slowMilliseconds))"
            }
        }

        /// Whether it takes the buckets of all partners to find the first of them.
        fileprivate var isOfBuckets: Bool {
            switch self {
            case .tenant, .requests, .failed, .mean: false
            case .median, .p95, .p99, .fastShare, .slowShare: true
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
        let sums = TenantSums(days: days)
        let value = page.order.value(thresholds)
        let isWhole = page.limit == nil || page.order.isOfBuckets
        let results = try await platform.transaction { transaction in
            try await transaction.run([isWhole ? sums.whole(page, by: value) : sums.few(page, by: value), sums.totals])
        }
        let totals = try results[1].only()
        return TenantShares(
            shown: try results[0].map(Self.times), all: try totals.get("tenants"), requests: try totals.get("requests"),
            leftOut: try totals.get("left_out"))
    }

    /// Requests that found no place in a process' count, or are nobody's any more.
    func requestsLeftOut(days: Int) async throws -> Int {
        try await platform.run(TenantSums(days: days).totals).only().get("left_out")
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
