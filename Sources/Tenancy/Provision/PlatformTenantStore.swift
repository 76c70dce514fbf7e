import Foundation
import Postgres
import Vocabulary

/// SQL on the platform's tenants, hosts and audit.
struct PlatformTenantStore: Sendable {
    struct Known: Sendable {
        let id: TenantID
        let number: Int32
        let kind: String
        let isolation: IsolationMode
        let state: TenantState
        let stateBefore: TenantState?
        let appliedDigest: String?
        let entry: TenantEntry
    }

    static func known(slug: String) -> SQL {
        """
        select t.tenant_id, t.number, t.kind, t.isolation, t.state, t.state_before, t.applied_digest, t.generation,
               coalesce(s.version, 0) as version
          from tenants t left join schemas s on s.name = t.schema_name where t.slug = \(slug)
        """
    }

    static func known(_ row: Row) throws -> Known {
        let isolation = IsolationMode(try row.get("isolation", as: String.self)) ?? .pooled
        let state = TenantState(try row.get("state", as: String.self)) ?? .suspended
        let id: TenantID = try row.get("tenant_id")
        return Known(
            id: id, number: try row.get("number"), kind: try row.get("kind"), isolation: isolation, state: state,
            stateBefore: try row.get("state_before", as: String?.self).flatMap(TenantState.init),
            appliedDigest: try row.get("applied_digest"),
            entry: TenantEntry(
                id: id, number: try row.get("number"), generation: try row.get("generation"),
                version: try row.get("version"), isolation: isolation, state: state,
                isTest: try row.get("kind", as: String.self) == "test"))
    }

    static func insertTenant(_ id: TenantID, _ definition: TenantDefinition) -> SQL {
        """
        insert into tenants (tenant_id, slug, kind, isolation, state)
        values (\(id), \(definition.slug), \(definition.kind.rawValue), \(definition.isolation.rawValue), 'provisioning')
        returning number
        """
    }

    static func setState(_ tenant: TenantID, from: TenantState, to: TenantState) -> SQL {
        """
        update tenants set state = \(to.text), changed_at = clock_timestamp(),
               state_before = case when \(to.text) = 'archived' then state end
         where tenant_id = \(tenant) and state = \(from.text)
        """
    }

    /// The trail knows the moment; of one that was put away past it, when its row was written last.
    static func archivedAt(_ tenant: TenantID) -> SQL {
        """
        select coalesce((select max(a.recorded_at) from audit_entries a
                          where a.tenant_id = t.tenant_id and a.action = 'tenant.archive'), t.changed_at) as archived_at
          from tenants t where t.tenant_id = \(tenant)
        """
    }

    static func setSchema(_ tenant: TenantID, _ schema: String) -> SQL {
        "update tenants set schema_name = \(schema), changed_at = clock_timestamp() where tenant_id = \(tenant)"
    }

    static func setApplied(_ tenant: TenantID, digest: String) -> SQL {
        "update tenants set applied_digest = \(digest), changed_at = clock_timestamp() where tenant_id = \(tenant)"
    }

    static func forgetApplied(_ tenant: TenantID) -> SQL {
        "update tenants set applied_digest = null, changed_at = clock_timestamp() where tenant_id = \(tenant)"
    }

    /// Takes out of service what the folder names no longer. A host that the partner proved to be its own stays,
    /// as one that is not the folder's.
    static func removeHosts(of tenant: TenantID, except hosts: [String]) -> [SQL] {
        [
            """
            delete from tenant_hosts h
             where h.tenant_id = \(tenant) and not h.host = any(\(hosts))
               and not exists (select from domain_claims c where c.tenant_id = h.tenant_id and c.host = h.host
                                  and c.ownership in ('verified', 'failing'))
            """,
            """
            update tenant_hosts set declared_position = null, is_primary = false
             where tenant_id = \(tenant) and not host = any(\(hosts)) and declared_position is not null
            """,
        ]
    }

    /// Makes room for the folder's first host, unless pages were led to one that the partner brought itself.
    static func demoteHosts(of tenant: TenantID, primary: String) -> SQL {
        """
        update tenant_hosts set is_primary = false
         where tenant_id = \(tenant) and is_primary and host <> \(primary) and declared_position is not null
        """
    }

    /// `position`: its place in the folder; the first is the primary one where no other is.
    static func putHost(_ host: HostName, of tenant: TenantID, position: Int) -> SQL {
        """
        insert into tenant_hosts as h (host, tenant_id, is_primary, declared_position, skeleton)
        values (\(host.ascii), \(tenant), \(position == 0)
                  and not exists (select from tenant_hosts p where p.tenant_id = \(tenant) and p.is_primary),
                \(Int16(position)), \(DomainRules.skeleton(host)))
        on conflict (host) do update
           set is_primary = h.is_primary or excluded.is_primary, declared_position = excluded.declared_position,
               skeleton = excluded.skeleton
         where h.tenant_id = excluded.tenant_id
        returning host
        """
    }

    static func audit(
        _ id: UUID, tenant: TenantID, action: String, actor: AuditActor, slug: String, before: JSONText?,
        after: JSONText?
    ) -> SQL {
        AuditTrail(identifiers: IdentifierSource { id }).platformStatement(
            AuditEntry(
                action: action, actor: actor, subjectKind: "tenant", subjectID: slug, before: before, after: after),
            about: tenant)
    }
}
