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

    static func setSchema(_ tenant: TenantID, _ schema: String) -> SQL {
        "update tenants set schema_name = \(schema), changed_at = clock_timestamp() where tenant_id = \(tenant)"
    }

    static func setApplied(_ tenant: TenantID, digest: String) -> SQL {
        "update tenants set applied_digest = \(digest), changed_at = clock_timestamp() where tenant_id = \(tenant)"
    }

    static func forgetApplied(_ tenant: TenantID) -> SQL {
        "update tenants set applied_digest = null, changed_at = clock_timestamp() where tenant_id = \(tenant)"
    }

    static func removeHosts(of tenant: TenantID, except hosts: [String]) -> SQL {
        "delete from tenant_hosts where tenant_id = \(tenant) and not host = any(\(hosts))"
    }

    static func demoteHosts(of tenant: TenantID, primary: String) -> SQL {
        "update tenant_hosts set is_primary = false where tenant_id = \(tenant) and is_primary and host <> \(primary)"
    }

    static func putHost(_ host: String, of tenant: TenantID, isPrimary: Bool) -> SQL {
        """
        insert into tenant_hosts as h (host, tenant_id, is_primary) values (\(host), \(tenant), \(isPrimary))
        on conflict (host) do update set is_primary = excluded.is_primary where h.tenant_id = excluded.tenant_id
        returning host
        """
    }

    static func audit(
        _ id: UUID, tenant: TenantID, action: String, actor: String, before: JSONText?, after: JSONText?,
        requestID: String?
    ) -> SQL {
        """
        insert into audit_entries (entry_id, tenant_id, action, actor, before, after, request_id)
        values (\(id), \(tenant), \(action), \(actor), \(before), \(after), \(requestID))
        """
    }
}
