import Telemetry
package import Tenancy

/// What an operator has decided about single endpoints, over what their routes bring: more, less or none, for all
/// sites or for those of one plan. It is put into the routes before they are described and served, so that a
/// request's limits are still taken from together, in one round trip.
package struct EndpointLimits: Hashable, Sendable {
    package static let none = EndpointLimits(rules: [])
    /// As many as a process is told.
    package static let rulesMax = 500

    struct Rule: Hashable, Sendable {
        /// `GET /api/hotels/search`, as the description writes it.
        let endpoint: String
        /// Nil: of whichever plan, but for those that have a rule of their own.
        let plan: BillingPlan?
        /// Nil: no limit of its own.
        let quota: Int?
        let windowSeconds: Int
    }

    /// An endpoint that no route answers to; a limit that is written down and holds nowhere would be worse than none.
    package struct Unknown: Error, Hashable, Sendable { package let endpoint: String }

    private let rules: [Rule]

    private init(rules: [Rule]) { self.rules = rules }

    /// `[<plan> ]<method> <path>=<quota>[/<seconds>]` or `…=none`, parted by commas. Nil for anything else, and for an
    /// endpoint that is told of twice.
    package init?(_ text: String) {
        var rules: [Rule] = []
        for part in text.split(separator: ",") {
            guard let rule = Rule(part), rules.count < Self.rulesMax,
                !rules.contains(where: { $0.endpoint == rule.endpoint && $0.plan == rule.plan })
            else { return nil }
            rules.append(rule)
        }
        self.init(rules: rules)
    }

    /// The routes with their limits as they were decided. Throws ``Unknown``.
    package func applied(to groups: [RouteGroup]) throws(Unknown) -> [RouteGroup] {
        if rules.isEmpty { return groups }
        let byEndpoint = Dictionary(grouping: rules, by: \.endpoint)
        let known = Set(groups.flatMap(\.routes).map(\.tally.name))
        if let stranger = byEndpoint.keys.sorted().first(where: { !known.contains($0) }) {
            throw Unknown(endpoint: stranger)
        }
        return groups.map { group in
            RouteGroup(
                group.name,
                group.routes.map { route in
                    guard let rules = byEndpoint[route.tally.name] else { return route }
                    return rules.reduce(route) { $1.applied(to: $0) }
                })
        }
    }
}

extension EndpointLimits.Rule {
    fileprivate init?(_ text: Substring) {
        let sides = text.split(separator: "=", omittingEmptySubsequences: false)
        guard sides.count == 2 else { return nil }
        var words = sides[0].split(separator: " ")
        plan = words.count == 3 ? BillingPlan(rawValue: String(words.removeFirst())) : nil
        guard words.count == 2, sides[0].split(separator: " ").count == (plan == nil ? 2 : 3),
            words[1].hasPrefix("/")
        else { return nil }
        endpoint = words.joined(separator: " ")
        let numbers = sides[1].filter { $0 != " " }.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(numbers.count) else { return nil }
        guard let seconds = numbers.count == 1 ? RateLimit.hourSeconds : Int(numbers[1]),
            RateLimit.isWindow(seconds)
        else { return nil }
        windowSeconds = seconds
        if numbers == ["none"] {
            quota = nil
        } else {
            guard let number = Int(numbers[0]), (1...RateLimit.quotaMax).contains(number) else { return nil }
            quota = number
        }
    }

    /// Whose limit it is stays as the route has it: each caller's own, unless it says otherwise.
    fileprivate func applied(to route: Route) -> Route {
        let own = route.options.limit
        let limit = quota.map { quota in
            RouteLimit(
                own?.limit.name ?? Self.name(of: endpoint), quota: quota, windowSeconds: windowSeconds,
                by: own?.sharers ?? .caller)
        }
        var route = route
        if let plan { route.options.limitsByPlan[plan] = .some(limit) } else { route.options.limit = limit }
        return route
    }

    /// `get-api-hotels-search`, as a limit is called in the header.
    private static func name(of endpoint: String) -> String {
        String(
            endpoint.lowercased().unicodeScalars.map { scalar in
                scalar.isASCII && scalar.properties.numericType != nil || ("a"..."z").contains(scalar)
                    ? Character(scalar) : "-"
            }
        ).split(separator: "-").joined(separator: "-")
    }
}
