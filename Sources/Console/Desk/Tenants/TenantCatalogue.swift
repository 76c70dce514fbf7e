import Foundation
import Postgres
import Tenancy
import Vocabulary

/// Partners and their operations as an operator looks for them.
struct TenantCatalogue: Sendable {
    struct Line: Sendable {
        let id: TenantID
        let slug: String
        /// As the partner's last change names it; nil before its first.
        let brand: String?
        let kind: String
        let isolation: String
        let state: String
        let host: String?
        let createdAt: Date
        let changedAt: Date
    }

    let platform: PlatformDatabase

    static let states = ["provisioning", "active", "maintenance", "suspended", "archived"]
    static let modes = ["pooled", "schema"]

    /// `locale` is the reader's, for names.
    func list(
        _ input: ListInput, _ page: RowPage<TenantOrder>, limit: Int, locale: LocaleTag
    ) async throws -> [Line] {
        try await platform.run(
            """
            select t.tenant_id, t.slug, t.kind, t.isolation, t.state, t.created_at, t.changed_at, b.brand,
                   (select h.host from tenant_hosts h where h.tenant_id = t.tenant_id
                     order by h.is_primary desc, h.host limit 1) as host
              from tenants t \(fragment: Self.brand(locale))
             where \(fragment: Self.condition(input)) and \(fragment: page.condition)
             order by \(fragment: page.ordering) limit \(limit)
            """
        ).map { row in
            Line(
                id: try row.get("tenant_id"), slug: try row.get("slug"), brand: try row.get("brand"),
                kind: try row.get("kind"), isolation: try row.get("isolation"), state: try row.get("state"),
                host: try row.get("host"), createdAt: try row.get("created_at"), changedAt: try row.get("changed_at"))
        }
    }

    func one(_ slug: String, locale: LocaleTag) async throws -> Line? {
        try await platform.run(
            """
            select t.tenant_id, t.slug, t.kind, t.isolation, t.state, t.created_at, t.changed_at, b.brand,
                   null::text as host
              from tenants t \(fragment: Self.brand(locale)) where t.slug = \(slug)
            """
        ).first.map { row in
            Line(
                id: try row.get("tenant_id"), slug: try row.get("slug"), brand: try row.get("brand"),
                kind: try row.get("kind"), isolation: try row.get("isolation"), state: try row.get("state"),
                host: try row.get("host"), createdAt: try row.get("created_at"), changedAt: try row.get("changed_at"))
        }
    }

    /// What lists of other things call their partners.
    func slugs(of tenants: Set<TenantID>) async throws -> [TenantID: String] {
        guard !tenants.isEmpty else { return [:] }
        let rows = try await platform.run(
            "select tenant_id, slug from tenants where tenant_id = any(\(tenants.map(\.uuid)))")
        return Dictionary(try rows.map { (try $0.get("tenant_id"), try $0.get("slug")) }) { first, _ in first }
    }

    /// By state, for the first page.
    func counts() async throws -> [(state: String, count: Int)] {
        try await platform.run("select state, count(*) as found from tenants group by state order by state").map {
            (try $0.get("state"), try $0.get("found"))
        }
    }

    /// Names stand in partners' own rows; what the platform has of them is what it last did for each.
    private static func brand(_ locale: LocaleTag) -> SQL {
        """
        left join lateral (
          select coalesce(o.input #>> array['name', \(locale.description)], n.value) as brand, o.input ->> 'name' as names
            from (select input from operations where tenant_id = t.tenant_id order by created_at desc limit 1) o
            left join lateral (select value from jsonb_each_text(
              case when jsonb_typeof(o.input -> 'name') = 'object' then o.input -> 'name' end) limit 1) n on true
        ) b on true
        """
    }

    private static func condition(_ input: ListInput) -> SQL {
        var conditions: [SQL] = ["true"]
        if let words = input.search, !words.isEmpty {
            let pattern = "%\(likeEscaped(words.lowercased()))%"
            conditions.append(
                """
                (t.slug like \(pattern) or lower(b.names) like \(pattern)
                 or exists (select from tenant_hosts h where h.tenant_id = t.tenant_id and h.host like \(pattern)))
                """)
        }
        if let state = input.state { conditions.append("t.state = \(state)") }
        if let kind = input.kind { conditions.append("t.isolation = \(kind)") }
        return conditions.joined(separator: " and ")
    }

    /// The pattern's own characters stand for themselves.
    static func likeEscaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
    }
}

/// Partners are short rows, a table that a server reads as a whole in any order without noticing.
enum TenantOrder: String, RowOrder {
    case slug, kind, isolation, state, created, changed

    static let id: SQL = "t.tenant_id"
    static func id(of line: TenantCatalogue.Line) -> UUID { line.id.uuid }

    var value: RowValue<TenantCatalogue.Line>? {
        switch self {
        case .slug: .word("t.slug") { $0.slug }
        case .kind: .word("t.kind") { $0.kind }
        case .isolation: .word("t.isolation") { $0.isolation }
        case .state: .word("t.state") { $0.state }
        case .created: .moment("t.created_at") { $0.createdAt }
        case .changed: .moment("t.changed_at") { $0.changedAt }
        }
    }
}
