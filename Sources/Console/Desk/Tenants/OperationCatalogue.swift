import Foundation
import Postgres
import Tenancy
import Vocabulary

/// Operations on partners as an operator looks for them, newest first.
struct OperationCatalogue: Sendable {
    struct Line: Sendable {
        let id: UUID
        let kind: String
        let slug: String
        let state: String
        let stepsDone: [String]
        let attempt: Int
        let fault: String?
        let actor: String
        let createdAt: Date
        let changedAt: Date
    }

    static let states = ["running", "done", "failed"]
    let platform: PlatformDatabase

    /// Newest first unless told otherwise, behind `after`. Identifiers grow with time.
    func page(
        slug: String?, state: String? = nil, after: UUID? = nil, isOldestFirst: Bool = false, limit: Int
    ) async throws -> [Line] {
        var conditions: [SQL] = ["true"]
        if let slug { conditions.append("slug = \(slug)") }
        if let state { conditions.append("outcome = \(state)") }
        if let after {
            conditions.append(isOldestFirst ? "operation_id > \(after)" : "operation_id < \(after)")
        }
        return try await platform.run(
            """
            select operation_id, kind, slug, outcome, steps_done, attempt, fault, actor, created_at, changed_at
              from operations where \(fragment: conditions.joined(separator: " and "))
             order by operation_id \(fragment: isOldestFirst ? "" : "desc") limit \(limit)
            """
        ).map(Self.line)
    }

    /// Nil for one that nobody asked for.
    func one(_ id: UUID) async throws -> Line? {
        try await platform.run(
            """
            select operation_id, kind, slug, outcome, steps_done, attempt, fault, actor, created_at, changed_at
              from operations where operation_id = \(id)
            """
        ).first.map(Self.line)
    }

    private static func line(_ row: Row) throws -> Line {
        Line(
            id: try row.get("operation_id"), kind: try row.get("kind"), slug: try row.get("slug"),
            state: try row.get("outcome"), stepsDone: try row.get("steps_done"), attempt: try row.get("attempt"),
            fault: try row.get("fault"), actor: try row.get("actor"), createdAt: try row.get("created_at"),
            changedAt: try row.get("changed_at"))
    }
}
