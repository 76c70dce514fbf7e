import Postgres
import Vocabulary

/// What the platform itself says of a partner, brought back with its rows: state, hosts, data keys.
///
/// What operators did stands in the platform's audit and stays; that they brought the partner back is added.
struct PlatformRows: Sendable {
    let transfer: RowTransfer
    let place: TenantPlace

    private var live: PostgresConnection { transfer.live }
    private var tenant: TenantID { place.tenant }

    /// The state that the partner is in now.
    ///
    /// Throws `RecoveryFault.keyDestroyed`, `.hostTaken`, `.changedMeanwhile`.
    func put(_ identifiers: IdentifierSource, actor: String, takenAt: String) async throws -> String {
        try await putDataKeys()
        try await putHosts()
        let tenants = TableName(schema: "platform", name: "tenants")
        try await transfer.stage(tenants)
        let columns = ["tenant_id", "state", "state_before", "applied_digest", "created_at"]
        let rows = try await live.run(
            """
            update platform.tenants t
               set state = case s.state when 'maintenance' then coalesce(s.state_before, s.state) else s.state end,
                   state_before = case s.state when 'archived' then s.state_before end, applied_digest = s.applied_digest,
                   created_at = s.created_at, generation = \(place.generation + 1), changed_at = clock_timestamp()
              from (\(fragment: RowTransfer.staged(tenants, columns))) s
             where t.tenant_id = s.tenant_id and t.state = \(place.closedState) and t.generation = \(place.generation)
               and not exists (select from platform.operations o where o.slug = t.slug and o.outcome = 'running')
            returning t.state
            """)
        guard let row = rows.first else { throw BackupFault.tenant(.changedMeanwhile(slug: place.slug)) }
        let state: String = try row.get("state")
        _ = try await live.run(
            """
            insert into platform.audit_entries (entry_id, tenant_id, action, actor, before, after)
            values (\(identifiers.next()), \(tenant.uuid), 'tenant.recover', \(actor),
                    jsonb_build_object('state', \(place.openState), 'generation', \(place.generation)),
                    jsonb_build_object('state', \(state), 'generation', \(place.generation + 1),
                                       'backup_taken_at', \(takenAt)))
            """)
        return state
    }

    /// A key destroyed since the backup was destroyed to erase people; it is not brought back to life.
    private func putDataKeys() async throws {
        let keys = TableName(schema: "platform", name: "data_keys")
        let columns = ["tenant_id", "key_number", "master_key_id", "wrapped_key", "created_at", "destroyed_at"]
        try await transfer.stage(keys)
        let destroyed = try await live.run(
            """
            select k.key_number from platform.data_keys k
              join (\(fragment: RowTransfer.staged(keys, columns))) s
                on s.tenant_id = k.tenant_id and s.key_number = k.key_number
             where k.wrapped_key is null and s.wrapped_key is not null order by 1
            """)
        if let row = destroyed.first {
            throw BackupFault.tenant(.keyDestroyed(number: try row.get("key_number")))
        }
        _ = try await live.run([
            "delete from platform.data_keys where tenant_id = \(tenant.uuid)",
            """
            insert into platform.data_keys (\(fragment: RowTransfer.list(columns)))
            \(fragment: RowTransfer.staged(keys, columns))
            """,
        ])
    }

    /// Those of the partner's folder. Whose a claimed host is, is decided out there and not by what was: it stays as
    /// it is today, and one that was lost since has to be proved again.
    private func putHosts() async throws {
        let hosts = TableName(schema: "platform", name: "tenant_hosts")
        let columns = ["host", "tenant_id", "is_primary", "created_at", "declared_position", "skeleton"]
        try await transfer.stage(hosts)
        let taken = try await live.run(
            """
            select h.host from platform.tenant_hosts h
              join (\(fragment: RowTransfer.staged(hosts, columns))) s on s.host = h.host
             where h.tenant_id <> s.tenant_id and s.declared_position is not null order by 1
            """)
        if let row = taken.first { throw BackupFault.tenant(.hostTaken(try row.get("host"))) }
        _ = try await live.run([
            """
            delete from platform.tenant_hosts h
             where h.tenant_id = \(tenant.uuid) and h.declared_position is not null
               and not exists (select from platform.domain_claims c where c.tenant_id = h.tenant_id
                                  and c.host = h.host and c.ownership in ('verified', 'failing'))
            """,
            """
            update platform.tenant_hosts set declared_position = null, is_primary = false
             where tenant_id = \(tenant.uuid) and declared_position is not null
            """,
            """
            insert into platform.tenant_hosts as h (\(fragment: RowTransfer.list(columns)))
            select s.host, s.tenant_id,
                   s.is_primary and not exists (select from platform.tenant_hosts p
                                                 where p.tenant_id = s.tenant_id and p.is_primary),
                   s.created_at, s.declared_position, s.skeleton
              from (\(fragment: RowTransfer.staged(hosts, columns))) s where s.declared_position is not null
            on conflict (host) do update set declared_position = excluded.declared_position
            """,
            """
            update platform.tenant_hosts set is_primary = true
             where host = (select host from platform.tenant_hosts where tenant_id = \(tenant.uuid)
                            order by declared_position nulls last, host limit 1)
               and not exists (select from platform.tenant_hosts where tenant_id = \(tenant.uuid) and is_primary)
            """,
        ])
    }
}
