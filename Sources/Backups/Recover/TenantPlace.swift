import Postgres
import Vocabulary

/// Where a partner lies and at which versions, here or in a backup.
struct TenantPlace: Sendable {
    let slug: String
    let tenant: TenantID
    let number: Int32
    let kind: String
    let isolation: String
    let state: String
    let stateBefore: String?
    let generation: Int32
    let schema: String
    /// Of its own schema, the shared tables and the platform's.
    let versions: [String: Int]
    let isChanging: Bool

    /// In which it is served when nobody is bringing it back: a recovery that was killed behind its fence
    /// has left it noted. Maintenance that an operator asked for has nothing before it.
    var openState: String { state == "maintenance" ? stateBefore ?? state : state }
    /// Only one that is served has to say that it is in maintenance.
    var closedState: String { openState == "active" ? "maintenance" : openState }

    static func find(_ slug: String, _ connection: PostgresConnection) async throws -> TenantPlace? {
        let rows = try await connection.run(
            """
            select t.tenant_id, t.number, t.kind, t.isolation, t.state, t.state_before, t.generation, t.schema_name,
                   s.version as own_version,
                   (select version from platform.schemas where name = 'shared') as shared_version,
                   (select version from platform.schemas where name = 'platform') as platform_version,
                   exists (select from platform.operations o where o.slug = t.slug and o.outcome = 'running') as changing
              from platform.tenants t left join platform.schemas s on s.name = t.schema_name where t.slug = \(slug)
            """)
        guard let row = rows.first else { return nil }
        guard let schema: String = try row.get("schema_name"), let version: Int = try row.get("own_version") else {
            throw BackupFault.tenant(.halfProvisioned(slug: slug))
        }
        return TenantPlace(
            slug: slug, tenant: TenantID(try row.get("tenant_id")), number: try row.get("number"),
            kind: try row.get("kind"), isolation: try row.get("isolation"), state: try row.get("state"),
            stateBefore: try row.get("state_before"), generation: try row.get("generation"), schema: schema,
            versions: [
                schema: version, "shared": try row.get("shared_version"), "platform": try row.get("platform_version"),
            ], isChanging: try row.get("changing"))
    }

    /// Throws the `RecoveryFault` for which what was made ready on the strength of `first` no longer fits.
    func refuseChange(since first: TenantPlace) throws(BackupFault) {
        guard tenant == first.tenant, schema == first.schema, generation == first.generation,
            versions == first.versions
        else { throw .tenant(.changedMeanwhile(slug: slug)) }
        guard !isChanging else { throw .tenant(.operationRuns(slug: slug)) }
    }

    /// Throws the `RecoveryFault` for which this, the backup's, can not stand in for `here`.
    func refuseOther(than here: TenantPlace) throws(BackupFault) {
        guard tenant == here.tenant else { throw .tenant(.anotherTenant(slug: slug)) }
        guard schema == here.schema, isolation == here.isolation, number == here.number, kind == here.kind else {
            throw .tenant(.placement("\(isolation) in \(schema) then, \(here.isolation) in \(here.schema) now"))
        }
        for (name, version) in versions.sorted(by: { $0.key < $1.key }) {
            let now = here.versions[name] ?? 0
            guard version == now else { throw .tenant(.version(schema: name, backup: version, here: now)) }
        }
        guard !here.isChanging else { throw .tenant(.operationRuns(slug: slug)) }
        guard state != "provisioning" else { throw .tenant(.halfProvisioned(slug: slug)) }
    }
}
