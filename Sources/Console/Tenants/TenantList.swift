package import Foundation
import Postgres
package import Tenancy
package import Vocabulary
package import Web

/// Partners as an operator lists them.
package struct TenantRow: Sendable, JSONWritable {
    package let id: TenantID
    package let slug: String
    package let kind: String
    package let isolation: String
    package let state: String
    package let hosts: [String]
    package let createdAt: Date

    package func write(to json: inout JSONWriter) {
        json.object {
            $0.member("tenant_id", id)
            $0.member("slug", slug)
            $0.member("kind", kind)
            $0.member("isolation", isolation)
            $0.member("state", state)
            $0.member("hosts", hosts)
            $0.member("created_at", createdAt)
        }
    }

    static let schema = Schema.object(
        "TenantRow",
        [
            .init("tenant_id", .uuid), .init("slug", .text), .init("kind", .choice(["live", "test"])),
            .init("isolation", .choice(["pooled", "schema"])),
            .init("state", .choice(["provisioning", "active", "maintenance", "suspended", "archived"])),
            .init("hosts", .array(.text)), .init("created_at", .instant),
        ], closed: true)
}

enum TenantRowOrder: String, RowOrder {
    case slug, kind, state, created

    static let id: SQL = "t.tenant_id"
    static func id(of row: TenantRow) -> UUID { row.id.uuid }

    var value: RowValue<TenantRow>? {
        switch self {
        case .slug: .word("t.slug") { $0.slug }
        case .kind: .word("t.kind") { $0.kind }
        case .state: .word("t.state") { $0.state }
        case .created: .moment("t.created_at") { $0.createdAt }
        }
    }
}

/// Reads them a page at a time.
package struct TenantList: Sendable {
    private let platform: PlatformDatabase

    package init(platform: PlatformDatabase) { self.platform = platform }

    func list(state: String?, _ page: RowPage<TenantRowOrder>, limit: Int) async throws -> [TenantRow] {
        let rows = try await platform.run(
            """
            select t.tenant_id, t.slug, t.kind, t.isolation, t.state, t.created_at,
                   array(select h.host from tenant_hosts h where h.tenant_id = t.tenant_id
                          order by h.is_primary desc, h.host) as hosts
              from tenants t
             where (\(state)::text is null or t.state = \(state)) and \(fragment: page.condition)
             order by \(fragment: page.ordering) limit \(limit)
            """)
        return try rows.map { row in
            TenantRow(
                id: try row.get("tenant_id"), slug: try row.get("slug"), kind: try row.get("kind"),
                isolation: try row.get("isolation"), state: try row.get("state"), hosts: try row.get("hosts"),
                createdAt: try row.get("created_at"))
        }
    }
}
