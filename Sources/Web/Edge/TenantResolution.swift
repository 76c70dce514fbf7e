import HTTPTypes
import Tenancy
import Vocabulary

/// Whose site a request is for. It fails closed: an unknown host is nobody's, there is no tenant
/// by default, and a field that names a tenant counts on the platform's API host only.
struct TenantResolution: Sendable {
    struct Place: Sendable {
        /// Nil on the platform's own host.
        let tenant: TenantEntry?
        let isBoundBySlug: Bool
    }

    let tenants: TenantReach

    /// Throws `tenant.unknown`.
    func place(_ host: HostName, _ fields: HTTPFields) throws(Problem) -> Place {
        switch tenants.resolve(host) {
        case .tenant(let entry): return Place(tenant: entry, isBoundBySlug: false)
        case .unknown: throw .tenantUnknown
        case .platform:
            guard let slug = fields[.tenantSlug] else { return Place(tenant: nil, isBoundBySlug: false) }
            guard let entry = tenants.entry(slug) else { throw .tenantUnknown }
            return Place(tenant: entry, isBoundBySlug: true)
        }
    }

    /// Throws `tenant.suspended` and its like for a site that is not open.
    static func admit(_ entry: TenantEntry) throws(Problem) {
        guard entry.state != .active else { return }
        let isPassing = entry.state == .maintenance || entry.state == .provisioning
        throw Problem(503, "tenant.\(entry.state.text)", retryAfterSeconds: isPassing ? retrySeconds : nil)
    }

    /// When to come back to a site under maintenance.
    private static let retrySeconds = 60
}
