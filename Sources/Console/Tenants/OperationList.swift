import Foundation
import Postgres
package import Tenancy
import Vocabulary
package import Web

/// An operation as the operator who asked for it looks at it.
package struct OperationSight: Sendable, JSONWritable {
    let id: UUID
    let kind: String
    let slug: String
    let tenant: TenantID
    let state: String
    let stepsDone: [String]
    let attempt: Int
    let fault: String?
    let createdAt: Date
    let changedAt: Date

    package func write(to json: inout JSONWriter) {
        json.object {
            $0.member("operation_id", id)
            $0.member("kind", kind)
            $0.member("slug", slug)
            $0.member("tenant_id", tenant)
            $0.member("state", state)
            $0.member("steps_done", stepsDone)
            $0.member("attempt", attempt)
            $0.member("fault", fault)
            $0.member("created_at", createdAt)
            $0.member("changed_at", changedAt)
        }
    }

    static let schema = Schema.object(
        "Operation",
        [
            .init("operation_id", .uuid), .init("kind", .text), .init("slug", .text), .init("tenant_id", .uuid),
            .init("state", .choice(["running", "done", "failed"])), .init("steps_done", .array(.text)),
            .init("attempt", .count), .init("fault", .nullable(.text)), .init("created_at", .instant),
            .init("changed_at", .instant),
        ], closed: true)
}

package struct OperationList: Sendable {
    private let platform: PlatformDatabase

    package init(platform: PlatformDatabase) { self.platform = platform }

    /// Nil for one that nobody asked for.
    func one(_ id: UUID) async throws -> OperationSight? {
        let rows = try await platform.run(
            """
            select operation_id, kind, slug, tenant_id, outcome, steps_done, attempt, fault, created_at, changed_at
              from operations where operation_id = \(id)
            """)
        return try rows.first.map { row in
            OperationSight(
                id: try row.get("operation_id"), kind: try row.get("kind"), slug: try row.get("slug"),
                tenant: try row.get("tenant_id"), state: try row.get("outcome"), stepsDone: try row.get("steps_done"),
                attempt: try row.get("attempt"), fault: try row.get("fault"), createdAt: try row.get("created_at"),
                changedAt: try row.get("changed_at"))
        }
    }
}
