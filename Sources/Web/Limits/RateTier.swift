package import Tenancy

/// How many requests an hour a caller's standing allows.
package enum RateTier: Hashable, Sendable {
    /// Nobody in particular: by address, and only where that is configured.
    case anonymous
    case plan(BillingPlan)
    /// Staff and operators: not counted.
    case admin
}

extension BillingPlan {
    /// Requests of all the tenant's keys together, in any hour.
    package var requestsPerHour: Int {
        switch self {
        case .free: 100
        case .basic: 500
        case .pro: 5_000
        case .enterprise: 50_000
        }
    }
}
