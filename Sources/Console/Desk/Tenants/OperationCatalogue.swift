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

    func list(
        slug: String?, state: String? = nil, _ page: RowPage<OperationOrder>, limit: Int
    ) async throws -> [Line] {
        var conditions = [page.condition]
        if let slug { conditions.append("slug = \(slug)") }
        if let state { conditions.append("outcome = \(state)") }
        return try await platform.run(
            """
            select operation_id, kind, slug, outcome, steps_done, attempt, fault, actor, created_at, changed_at
              from operations where \(fragment: conditions.joined(separator: " and "))
             order by \(fragment: page.ordering) limit \(limit)
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

/// They are never taken away, so that only the order of their identifiers is cheap; one partner's, or those in one
/// state, are narrowed to.
enum OperationOrder: String, RowOrder {
    case created

    static let id: SQL = "operation_id"
    static func id(of line: OperationCatalogue.Line) -> UUID { line.id }
    var value: RowValue<OperationCatalogue.Line>? { nil }
}
