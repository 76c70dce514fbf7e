import Foundation
import Postgres
import Vocabulary

/// Reads the directory's rows from the platform tables.
struct DirectoryStore: Sendable {
    let database: PlatformDatabase

    func all() async throws -> [DirectorySnapshot.Record] {
        try records(await database.run("\(fragment: Self.select) group by t.tenant_id, s.version"))
    }

    /// Tenants changed since `date`, by the database's clock.
    func changed(since date: Date) async throws -> [DirectorySnapshot.Record] {
        try records(
            await database.run("\(fragment: Self.select) where t.changed_at > \(date) group by t.tenant_id, s.version"))
    }

    func one(_ tenant: TenantID) async throws -> [DirectorySnapshot.Record] {
        try records(
            await database.run(
                "\(fragment: Self.select) where t.tenant_id = \(tenant.uuid) group by t.tenant_id, s.version"))
    }

    func now() async throws -> Date { try await database.run("select clock_timestamp() as now").only().get("now") }

    private static let select: SQL = """
        select t.tenant_id, t.number, t.slug, t.kind, t.isolation, t.state, t.generation, t.changed_at,
               coalesce(s.version, 0) as version,
               array_agg(h.host order by h.is_primary desc, h.host) filter (where h.host is not null) as hosts,
               max(h.host) filter (where h.is_primary) as primary_host
          from tenants t left join schemas s on s.name = t.schema_name left join tenant_hosts h using (tenant_id)
        """

    private func records(_ rows: Rows) throws -> [DirectorySnapshot.Record] {
        try rows.map { row in
            guard let isolation = IsolationMode(try row.get("isolation", as: String.self)),
                let state = TenantState(try row.get("state", as: String.self))
            else { throw DirectoryFault.unknownWord }
            let changedAt: Date = try row.get("changed_at")
            let entry = TenantEntry(
                id: TenantID(try row.get("tenant_id")), number: try row.get("number"),
                generation: try row.get("generation"), version: try row.get("version"), isolation: isolation,
                state: state, isTest: try row.get("kind", as: String.self) == "test",
                revision: Int(changedAt.timeIntervalSince1970 * 1_000_000))
            return DirectorySnapshot.Record(
                entry: entry, slug: try row.get("slug"), hosts: try row.get("hosts", as: [String]?.self) ?? [],
                primary: try row.get("primary_host"))
        }
    }

    enum DirectoryFault: Error { case unknownWord }
}
