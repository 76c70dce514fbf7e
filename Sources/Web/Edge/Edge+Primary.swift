import HTTPTypes
import Tenancy

/// A site's pages are at one of its hosts, and its other hosts lead there: one page, one address. The API answers
/// on all of them, and a form goes where its page came from.
extension Edge {
    /// Nil where the request is at the primary host, or no host is set apart.
    func moved(
        _ target: RequestTarget, _ method: HTTPRequest.Method, _ host: HostName, _ place: TenantResolution.Place,
        _ origin: TrustedProxies.Origin
    ) -> Answer? {
        guard let tenant = place.tenant, !place.isBoundBySlug, method == .get || method == .head,
            let primary = parts.tenants.primaryHost(tenant), primary != host.ascii
        else { return nil }
        return .moved(to: origin.address(of: primary) + target.path + (target.query.map { "?\($0)" } ?? ""))
    }

    /// The same for the address of a page without its language: which one it is, the primary host finds out.
    func movedBare(
        _ target: RequestTarget, _ method: HTTPRequest.Method, _ host: HostName, _ place: TenantResolution.Place,
        _ table: RouteTable, _ origin: TrustedProxies.Origin
    ) -> Answer? {
        let bare = target.path == "/" ? "" : target.path
        guard let match = try? table.match(.get, "/en\(bare)"), match.route.isLocalised else { return nil }
        return moved(target, method, host, place, origin)
    }
}
