import Foundation
import Postgres
import Tenancy
import Vocabulary

extension StatisticsReport {
    struct Statement: Sendable {
        let fingerprint: String
        let kind: String
        let text: String
        let calls: Int
        let errors: Int
        let slow: Int
        let nanoseconds: Int
        let longestNanoseconds: Int

        var meanSeconds: Double { Double(nanoseconds) / 1e9 / Double(max(1, calls)) }
    }

    enum StatementOrder: String, CaseIterable, Sendable {
        case slow
        case total
        case mean
        case errors
        case calls
        case longest

        fileprivate var value: SQL {
            switch self {
            case .slow: "slow"
            case .total: "nanoseconds"
            case .mean: "nanoseconds / greatest(calls, 1)"
            case .errors: "errors"
            case .calls: "calls"
            case .longest: "longest"
            }
        }
    }

    /// - Parameter kind: `select` and the like; nil for all.
    func statements(_ page: SumPage<StatementOrder>, kind: String? = nil, days: Int) async throws -> [Statement] {
        try await platform.run(
            """
            select fingerprint, kind, statement, calls, errors, slow, nanoseconds, longest
              from (select fingerprint, min(kind) as kind, min(statement) as statement, sum(calls)::bigint as calls,
                           sum(errors)::bigint as errors, sum(slow)::bigint as slow,
                           sum(nanoseconds)::bigint as nanoseconds, max(longest_nanoseconds) as longest
                      from statement_times where \(fragment: Self.since(days)) group by fingerprint) s
             where \(fragment: page.finds(in: "statement")) and (\(kind)::text is null or kind = \(kind))
             \(fragment: page.cut(by: page.order.value, ties: "nanoseconds", "fingerprint"))
            """
        ).map { row in
            let number = UInt64(bitPattern: try row.get("fingerprint", as: Int64.self))
            return Statement(
                fingerprint: String(number, radix: 16), kind: try row.get("kind"), text: try row.get("statement"),
                calls: try row.get("calls"), errors: try row.get("errors"), slow: try row.get("slow"),
                nanoseconds: try row.get("nanoseconds"), longestNanoseconds: try row.get("longest"))
        }
    }

    /// Calls of statements that a process did not tell apart, because it knew as many as it may.
    func callsTogether(days: Int) async throws -> Int {
        try await platform.run(
            """
            select coalesce(sum(calls), 0)::bigint as calls from statement_times
             where \(fragment: Self.since(days)) and fingerprint between 0 and \(StatementKind.allCases.count - 1)
            """
        ).only().get("calls")
    }

    private static func since(_ days: Int) -> SQL {
        "day > (clock_timestamp() at time zone 'UTC')::date - \(Int32(days))"
    }
}
