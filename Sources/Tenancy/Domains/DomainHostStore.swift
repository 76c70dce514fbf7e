import Postgres
import Vocabulary

/// SQL on the hosts that are served, as claims bring and take them. The table's key holds what no code could: a
/// host is one tenant's.
enum DomainHostStore {
    /// Puts the host in service, unless another has it or has one that people would take for it. Names in ASCII
    /// alone are told apart by their registries.
    static func gain(_ host: HostName, skeleton: String, for tenant: TenantID) -> SQL {
        """
        insert into tenant_hosts as mine (host, tenant_id, is_primary, declared_position, skeleton)
        select \(host.ascii), \(tenant), false, null, \(skeleton)
         where not exists (\(fragment: resembling(host, skeleton: skeleton, than: tenant)))
        on conflict (host) do update set skeleton = excluded.skeleton where mine.tenant_id = excluded.tenant_id
        returning host
        """
    }

    /// Hosts of others that look like it.
    static func resembling(_ host: HostName, skeleton: String, than tenant: TenantID) -> SQL {
        """
        select h.host from tenant_hosts h
         where h.skeleton = \(skeleton) and h.tenant_id <> \(tenant) and h.host <> \(host.ascii)
           and (h.host like '%xn--%' or \(host.ascii != host.unicode))
        """
    }

    static func owner(of host: HostName) -> SQL {
        "select tenant_id, declared_position from tenant_hosts where host = \(host.ascii)"
    }

    /// Another partner that has the host.
    static func other(than tenant: TenantID, having host: HostName) -> SQL {
        "select tenant_id from tenant_hosts where host = \(host.ascii) and tenant_id <> \(tenant)"
    }

    /// What stands in the folder stays.
    static func lose(_ host: HostName, of tenant: TenantID) -> SQL {
        "delete from tenant_hosts where host = \(host.ascii) and tenant_id = \(tenant) and declared_position is null"
    }

    /// The folder's first host is the primary one where no other is.
    static func restorePrimary(of tenant: TenantID) -> SQL {
        """
        update tenant_hosts set is_primary = true
         where host = (select host from tenant_hosts where tenant_id = \(tenant)
                        order by declared_position nulls last, host limit 1)
           and not exists (select from tenant_hosts where tenant_id = \(tenant) and is_primary)
        """
    }

    static func demote(of tenant: TenantID) -> SQL {
        "update tenant_hosts set is_primary = false where tenant_id = \(tenant) and is_primary"
    }

    static func promote(_ host: HostName, of tenant: TenantID) -> SQL {
        """
        update tenant_hosts set is_primary = true where tenant_id = \(tenant) and host = \(host.ascii) returning host
        """
    }

    /// Processes that missed the hint find it by this.
    static func touch(_ tenant: TenantID) -> SQL {
        "update tenants set changed_at = clock_timestamp() where tenant_id = \(tenant)"
    }

    /// Hosts of the folder, in its order.
    static func declared(_ tenant: TenantID) -> SQL {
        """
        select host, is_primary from tenant_hosts where tenant_id = \(tenant) and declared_position is not null
         order by declared_position, host
        """
    }
}
