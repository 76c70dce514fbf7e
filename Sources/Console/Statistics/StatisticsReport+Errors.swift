import Foundation
import Postgres
import Tenancy
import Vocabulary

extension StatisticsReport {
    struct Failure: Sendable {
        let type: String
        let endpoint: String
        let count: Int
        let firstSeen: Date
        let lastSeen: Date
        let samples: JSONText

        fileprivate init(_ row: Row) throws {
            type = try row.get("type")
            endpoint = try row.get("endpoint")
            count = try row.get("occurrences")
            firstSeen = try row.get("first_seen")
            lastSeen = try row.get("last_seen")
            samples = try row.get("samples")
        }
    }

    enum FailureOrder: String, CaseIterable, Sendable {
        case type, endpoint, count, first, last

        fileprivate var column: SQL {
            switch self {
            case .type: "type"
            case .endpoint: "endpoint"
            case .count: "occurrences"
            case .first: "first_seen"
            case .last: "last_seen"
            }
        }
    }

    func errors(_ page: SumPage<FailureOrder>) async throws -> [Failure] {
        try await platform.run(
            """
            select type, endpoint, occurrences, first_seen, last_seen, samples from error_groups
             where \(fragment: page.finds(in: "type", "endpoint"))
             \(fragment: page.cut(by: page.order.column, ties: "type", "endpoint"))
            """
        ).map { try Failure($0) }
    }

    /// Nil for one that is not kept, or was never seen.
    func failure(_ type: String, at endpoint: String) async throws -> Failure? {
        try await platform.run(
            """
            select type, endpoint, occurrences, first_seen, last_seen, samples from error_groups
             where type = \(type) and endpoint = \(endpoint)
            """
        ).first.map { try Failure($0) }
    }

    struct FailureCounts: Sendable {
        let kinds: Int
        let lastSeen: Date?
        /// Kinds that made room for others in the days that errors are kept.
        let leftOut: Int
    }

    func failureCounts() async throws -> FailureCounts {
        let row = try await platform.run(
            """
            select count(*) as kinds, max(last_seen) as last_seen,
                   (select coalesce(sum(kinds), 0)::bigint from left_out_errors) as left_out
              from error_groups
            """
        ).only()
        return FailureCounts(
            kinds: try row.get("kinds"), lastSeen: try row.get("last_seen"), leftOut: try row.get("left_out"))
    }
}
