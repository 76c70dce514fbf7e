import Postgres
import Telemetry
package import Tenancy
import Vocabulary

/// Reads the platform's sums.
package struct StatisticsReport: Sendable {
    package static let sweepSeconds = 86_400

    let platform: PlatformDatabase

    package init(platform: PlatformDatabase) { self.platform = platform }

    /// Deletes what is older than it is kept.
    package func sweep() async throws -> Int {
        try await platform.transaction { try await $0.run(StatisticsStore.sweeps) }.reduce(0) { $0 + $1.affectedCount }
    }

    struct Endpoint: Sendable {
        let name: String
        /// By status, ascending.
        let statuses: [(status: Int, count: Int)]
        let tally: DurationTally
    }

    /// The busiest first.
    func endpoints(hours: Int) async throws -> [Endpoint] {
        let rows = try await platform.run(
            """
            select endpoint, status, sum(nanoseconds)::bigint as nanoseconds, platform.summed(buckets) as buckets
              from endpoint_times
             where hour > clock_timestamp() - make_interval(hours => \(Int32(hours)))
               and cardinality(buckets) = \(DurationBounds.fineCount)
             group by endpoint, status order by endpoint, status
            """)
        var found: [String: Endpoint] = [:]
        for row in rows {
            let name: String = try row.get("endpoint")
            let tally = DurationTally(nanoseconds: try row.get("nanoseconds"), counts: try row.get("buckets"))
            let status = (status: try row.get("status", as: Int.self), count: tally.count)
            let before = found[name]
            found[name] = Endpoint(
                name: name, statuses: (before?.statuses ?? []) + [status],
                tally: before.map { $0.tally + tally } ?? tally)
        }
        return found.values.sorted { ($1.tally.count, $0.name) < ($0.tally.count, $1.name) }
    }
}
