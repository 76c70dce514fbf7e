/// What a feature offers over HTTP: its routes on the tenants' hosts and on the platform's.
package struct RouteGroup: Sendable {
    package let name: String
    package let routes: [Route]

    /// `name` is the heading of the operations in the documentation.
    package init(_ name: String, _ routes: [Route]) {
        self.name = name
        self.routes = routes
    }
}

/// All routes of the process, sorted by the hosts that they exist on.
package struct RouteMap: Sendable {
    package let groups: [RouteGroup]
    package let tenant: RouteTable
    package let platform: RouteTable
    /// Answered whatever the host is called: probes.
    package let open: RouteTable

    package init(_ groups: [RouteGroup]) {
        self.groups = groups
        let routes = groups.flatMap(\.routes)
        tenant = RouteTable(routes.filter { $0.traits.host != .platform })
        platform = RouteTable(routes.filter { $0.traits.host != .tenant })
        open = RouteTable(routes.filter { $0.traits.host == .any })
    }

    /// Every route there is, for the sweep and the documentation.
    package var all: [Route] { groups.flatMap(\.routes) }
}
