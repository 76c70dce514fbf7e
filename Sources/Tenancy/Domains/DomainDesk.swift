package import Foundation
import Metrics
import Postgres
package import Vocabulary

/// What is done with partners' own hosts: claim, check, lead visitors there, let go.
///
/// A host is looked at before a transaction begins, never within one. Each change is recorded in the tenant's own
/// trail in the transaction that makes it, and every serving process hears of it by NOTIFY within a second.
package struct DomainDesk: Sendable {
    let platform: PlatformDatabase
    let rules: DomainRules
    let probe: DomainProbe
    let clock: WallClock
    let identifiers: IdentifierSource
    let chance: DomainChance

    package init(
        platform: PlatformDatabase, rules: DomainRules, probe: DomainProbe, clock: WallClock,
        identifiers: IdentifierSource, chance: DomainChance = .system
    ) {
        self.platform = platform
        self.rules = rules
        self.probe = probe
        self.clock = clock
        self.identifiers = identifiers
        self.chance = chance
    }

    package var targets: DomainTargets { probe.targets }

    /// - Throws: ``DomainError/unknown``.
    package func claim(_ id: UUID, of tenant: TenantID) async throws -> DomainClaim {
        try await platform.run(DomainStore.one(id, of: tenant)).first.map(DomainStore.read).found()
    }

    /// The same under the lock that every change of a tenant's hosts holds.
    ///
    /// - Throws: ``DomainError/unknown``.
    func locked(_ id: UUID, of tenant: TenantID, in transaction: PlatformTransaction) async throws -> DomainClaim {
        let rows = try await transaction.run([DomainStore.lock(tenant), DomainStore.one(id, of: tenant)])
        return try rows[1].first.map(DomainStore.read).found()
    }

    static func count(_ change: String) {
        Counter(label: "travelhub_domain_changes_total", dimensions: [("change", change)]).increment()
    }
}

/// Where tokens and the spread of checks come from, so that a test can foresee both.
package struct DomainChance: Sendable {
    /// 160 bits in base 32 (RFC 4648), lower case: it is typed into forms that know no case.
    package let token: @Sendable () -> String
    /// 0 to 1.
    package let spread: @Sendable () -> Double

    package init(token: @escaping @Sendable () -> String, spread: @escaping @Sendable () -> Double) {
        self.token = token
        self.spread = spread
    }

    package static let tokenCharacters = 32
    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567")

    package static let system = DomainChance(
        token: {
            var generator = SystemRandomNumberGenerator()
            return String((0..<tokenCharacters).map { _ in alphabet[Int.random(in: 0..<32, using: &generator)] })
        },
        spread: { Double.random(in: 0...1) })
}

extension Optional<DomainClaim> {
    fileprivate func found() throws(DomainError) -> DomainClaim {
        guard let self else { throw .unknown }
        return self
    }
}
