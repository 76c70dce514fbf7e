/// One limit as it is asked for one request: under which key it counts, and how much.
package struct RateCheck: Hashable, Sendable {
    package let limit: RateLimit
    /// Led by the site in braces, so that a cluster keeps all limits of a request together.
    package let key: String
    package let cost: Int

    package init(_ limit: RateLimit, site: String, sharer: String, cost: Int = 1) {
        self.limit = limit
        self.cost = max(1, cost)
        key = "{\(site)}:rate:\(limit.name):\(limit.windowSeconds):\(sharer)"
    }
}

/// What came of asking, and how the caller stands now.
package struct RateVerdict: Hashable, Sendable {
    package struct Standing: Hashable, Sendable {
        package let limit: RateLimit
        package let remaining: Int
        /// Until units come back.
        package let resetSeconds: Int
        /// Until the same request fits; 0 where it does.
        package let waitSeconds: Int
    }

    package let isAdmitted: Bool
    package let standings: [Standing]
    /// Counted by this process alone, to its share.
    package let isLocal: Bool
}
