import Synchronization
package import Vocabulary

/// Answers whose site a host is, without leaving the process.
///
/// Kept by `DirectoryFollower`; a look-up costs the same with ten tenants and with a hundred thousand.
package final class TenantDirectory: Sendable {
    package enum Resolution: Hashable, Sendable {
        case tenant(TenantEntry)
        /// The operators' own host.
        case platform
        /// Nobody's. There is no tenant by default.
        case unknown
    }

    /// Older knowledge than this fails readiness.
    package static let stalenessMaxSeconds = 5.0

    private struct State: Sendable {
        var snapshot = DirectorySnapshot()
        var confirmed: ContinuousClock.Instant?
    }

    private let platformHosts: Set<String>
    private let state = Mutex(State())

    package init(platformHosts: Set<HostName>) {
        self.platformHosts = Set(platformHosts.map(\.ascii))
    }

    package func resolve(_ host: HostName) -> Resolution {
        if platformHosts.contains(host.ascii) { return .platform }
        return state.withLock { $0.snapshot.entry(host: host.ascii) }.map(Resolution.tenant) ?? .unknown
    }

    package func entry(slug: String) -> TenantEntry? { state.withLock { $0.snapshot.entry(slug: slug) } }

    package func entry(id: TenantID) -> TenantEntry? { state.withLock { $0.snapshot.entry(id: id) } }

    /// Looks at all of them: for what comes seldom, as reports on mails do.
    package func entry(number: Int32) -> TenantEntry? {
        state.withLock { $0.snapshot.entries.first { $0.number == number } }
    }

    /// The host that all pages of the tenant are at; nil where none is set apart.
    package func primaryHost(of id: TenantID) -> String? { state.withLock { $0.snapshot.primaryHost(of: id) } }

    /// Whether a proxy may get a certificate for the host: for the platform's own, and for those of sites that show
    /// something, if only that they are closed. Not for a host that nobody proved, or lost, or whose partner is
    /// being made or was put away.
    package func isCertified(_ host: HostName) -> Bool {
        switch resolve(host) {
        case .platform: !host.isAddress
        case .tenant(let entry): entry.state.keepsItsLooks
        case .unknown: false
        }
    }

    package var entries: [TenantEntry] { state.withLock { Array($0.snapshot.entries) } }

    package var count: Int { state.withLock { $0.snapshot.count } }

    /// Whether the follower has confirmed the snapshot lately.
    package var isFresh: Bool {
        guard let confirmed = state.withLock({ $0.confirmed }) else { return false }
        return confirmed.duration(to: .now) < .seconds(Self.stalenessMaxSeconds)
    }

    func replace(with records: [DirectorySnapshot.Record]) {
        let snapshot = DirectorySnapshot(records)
        state.withLock { $0 = State(snapshot: snapshot, confirmed: .now) }
    }

    func put(_ records: [DirectorySnapshot.Record]) {
        state.withLock { state in
            for record in records { state.snapshot.put(record) }
            state.confirmed = .now
        }
    }
}
