package import Tenancy
package import Vocabulary

/// Whose request it is, as far as limits are concerned.
package struct RateSubject: Hashable, Sendable {
    /// Nil on the platform's own host.
    package let tenant: TenantID?
    /// `key:<uuid>`, `account:<uuid>`; nil for whoever shows nothing.
    package let principal: String?
    /// As `RateAddress` writes it.
    package let address: String
    package let tier: RateTier
    /// What the key was given for itself, an hour.
    package let ownPerHour: Int?
    /// Of the site, where the route asks for it.
    package let plan: BillingPlan?

    package init(
        tenant: TenantID?, principal: String?, address: String, tier: RateTier, ownPerHour: Int? = nil,
        plan: BillingPlan? = nil
    ) {
        self.tenant = tenant
        self.principal = principal
        self.address = address
        self.tier = tier
        self.ownPerHour = ownPerHour
        self.plan = plan
    }

    /// All that a request on a route counts against; empty where it counts nowhere.
    ///
    /// - Parameter anonymousPerHour: what a visitor, or an address that shows nothing, may ask; nil: as much
    ///   as it likes.
    func checks(_ options: RouteOptions, anonymousPerHour: Int?) -> [RateCheck] {
        let site = tenant?.description ?? "platform"
        var checks: [RateCheck] = []
        func count(_ limit: RateLimit, _ sharer: String) {
            checks.append(RateCheck(limit, site: site, sharer: sharer, cost: options.cost))
        }
        switch tier {
        case .admin: break
        case .anonymous:
            if let anonymousPerHour { count(RateLimit("visitor", quota: anonymousPerHour), principal ?? address) }
        case .plan(let plan): count(RateLimit("plan", quota: plan.requestsPerHour), "all")
        }
        if tier != .admin, let principal, let ownPerHour { count(RateLimit("key", quota: ownPerHour), principal) }
        if let own = options.limit(on: plan) {
            let sharer =
                switch own.sharers {
                case .caller: principal ?? address
                case .address: address
                case .site: "all"
                }
            count(own.limit, sharer)
        }
        return checks
    }
}

/// An address as it counts: IPv6 by its /64, which is one subscriber's to draw from at will.
enum RateAddress {
    static func text(_ address: String) -> String {
        guard let bytes = AddressRange.bytes(ofAddress: address), bytes.count == 16 else { return address }
        return bytes.prefix(8).reduce(into: "v6-") { text, byte in
            let digits = String(byte, radix: 16)
            text += byte < 16 ? "0\(digits)" : digits
        }
    }
}
