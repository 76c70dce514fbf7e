/// So many units in any window of so many seconds: what is allowed, not who is allowed it.
package struct RateLimit: Hashable, Sendable {
    package static let hourSeconds = 3_600
    /// A window is cut into so many buckets, so it is a whole number of seconds times this.
    package static let bucketCount = 60
    package static let windowSecondsMax = 24 * hourSeconds
    package static let quotaMax = 1_000_000_000

    /// In the header and in the key: small letters, digits, hyphens.
    package let name: String
    package let quota: Int
    package let windowSeconds: Int

    /// A limit that makes no sense is a mistake of ours, found at start.
    package init(_ name: String, quota: Int, windowSeconds: Int = hourSeconds) {
        precondition(
            (1...Self.quotaMax).contains(quota) && Self.isWindow(windowSeconds), "\(name) is no limit")
        precondition(
            !name.isEmpty
                && name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D },
            "\(name) is no name of a limit")
        self.name = name
        self.quota = quota
        self.windowSeconds = windowSeconds
    }

    static func isWindow(_ seconds: Int) -> Bool {
        seconds.isMultiple(of: bucketCount) && (bucketCount...windowSecondsMax).contains(seconds)
    }

    package var bucketSeconds: Int { windowSeconds / Self.bucketCount }

    /// What one process allows by itself: a share of the whole, at least one.
    func shared(percent: Int) -> RateLimit {
        RateLimit(name, quota: max(1, quota * percent / 100), windowSeconds: windowSeconds)
    }
}

/// A route's own limit, beside that of whoever calls it.
package struct RouteLimit: Hashable, Sendable {
    package enum Sharers: Hashable, Sendable {
        /// Each key or account by itself; who shows none, by address.
        case caller
        /// Each address by itself, whoever it claims to be.
        case address
        /// All callers of a site together.
        case site
    }

    package let limit: RateLimit
    package let sharers: Sharers

    /// Tables of everything: 120 an hour for each caller.
    package static let exports = RouteLimit("exports", quota: 1_200)
    /// Units of an export, from the plan's as from its own limit: it reads as much as ten pages.
    package static let exportCost = 10
    /// Units of a search: it reads rates and stock of each night, where most requests read a row.
    package static let searchCost = 2
    /// Batches, beside what each of their operations takes by itself: one a second.
    package static let batches = RouteLimit("batches", quota: 3_600)

    package init(_ name: String, quota: Int, windowSeconds: Int = RateLimit.hourSeconds, by sharers: Sharers = .caller)
    {
        limit = RateLimit(name, quota: quota, windowSeconds: windowSeconds)
        self.sharers = sharers
    }
}
