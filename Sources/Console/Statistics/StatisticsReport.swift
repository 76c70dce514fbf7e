import Foundation
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

    struct Statement: Sendable {
        let fingerprint: String
        let kind: String
        let text: String
        let calls: Int
        let errors: Int
        let slow: Int
        let nanoseconds: Int
        let longestNanoseconds: Int
    }

    enum StatementOrder: String, CaseIterable, Sendable {
        case slow
        case total
        case mean
        case errors
    }

    func statements(days: Int, by order: StatementOrder, limit: Int) async throws -> [Statement] {
        let key: SQL =
            switch order {
            case .slow: "sum(slow)"
            case .total: "sum(nanoseconds)"
            case .mean: "sum(nanoseconds) / greatest(sum(calls), 1)"
            case .errors: "sum(errors)"
            }
        return try await platform.run(
            """
            select fingerprint, min(kind) as kind, min(statement) as statement, sum(calls)::bigint as calls,
                   sum(errors)::bigint as errors, sum(slow)::bigint as slow, sum(nanoseconds)::bigint as nanoseconds,
                   max(longest_nanoseconds) as longest
              from statement_times where day > (clock_timestamp() at time zone 'UTC')::date - \(Int32(days))
             group by fingerprint order by \(fragment: key) desc, sum(nanoseconds) desc, fingerprint limit \(limit)
            """
        ).map { row in
            let number = UInt64(bitPattern: try row.get("fingerprint", as: Int64.self))
            return Statement(
                fingerprint: String(number, radix: 16), kind: try row.get("kind"), text: try row.get("statement"),
                calls: try row.get("calls"), errors: try row.get("errors"), slow: try row.get("slow"),
                nanoseconds: try row.get("nanoseconds"), longestNanoseconds: try row.get("longest"))
        }
    }

    struct Failure: Sendable {
        let type: String
        let endpoint: String
        let count: Int
        let firstSeen: Date
        let lastSeen: Date
        let samples: JSONText
    }

    /// The most recent first.
    func errors(limit: Int) async throws -> [Failure] {
        try await platform.run(
            """
            select type, endpoint, occurrences, first_seen, last_seen, samples from error_groups
             order by last_seen desc, type, endpoint limit \(limit)
            """
        ).map {
            Failure(
                type: try $0.get("type"), endpoint: try $0.get("endpoint"), count: try $0.get("occurrences"),
                firstSeen: try $0.get("first_seen"), lastSeen: try $0.get("last_seen"), samples: try $0.get("samples"))
        }
    }
}
