import Breakers
import Foundation
import Outbound
import Synchronization
import Tenancy
import Vocabulary

/// What each provider last said of itself and of its keys, per tenant and provider: nothing that one tenant's
/// provider says is ever another tenant's.
final class KnownProviders: Sendable {
    static let documentSeconds: TimeInterval = 3_600
    static let keysSeconds: TimeInterval = 3_600
    /// Somebody who makes up key identifiers does not have us ask the provider each time.
    static let strangeSeconds: TimeInterval = 30
    static let providersMax = 1_000

    struct Name: Hashable, Sendable {
        let tenant: TenantID
        let provider: UUID
        let issuer: String

        init(_ provider: IdentityProvider, of tenant: TenantID) {
            self.tenant = tenant
            self.provider = provider.id
            issuer = provider.terms.issuer.description
        }
    }

    private struct Held {
        let wire: ProviderWire
        var document: (value: ProviderDocument, readAt: Date)?
        var keys: (value: ProviderKeys, readAt: Date)?
        /// Many who wait for the same keys ask once.
        var asking: Task<ProviderKeys, any Error>?
    }

    private let reach: OpenIDReach
    private let clock: WallClock
    private let held = Mutex<[Name: Held]>([:])

    init(reach: OpenIDReach, clock: WallClock) {
        self.reach = reach
        self.clock = clock
    }

    /// The way to the provider's server, with the breaker that all askers share.
    func wire(_ name: Name) -> ProviderWire {
        held.withLock { held in
            if let found = held[name] { return found.wire }
            if held.count >= Self.providersMax { held.removeAll() }
            let wire = ProviderWire(
                reach: reach, breaker: reach.breaker("oidc:\(name.tenant):\(name.provider.uuidString.lowercased())"))
            held[name] = Held(wire: wire)
            return wire
        }
    }

    /// Throws `oidc.provider_malformed` and whatever else a server may be wrong in.
    func document(_ provider: IdentityProvider, _ name: Name) async throws -> ProviderDocument {
        let wire = wire(name)
        if let document = held.withLock({ $0[name]?.document }), isYoung(document.readAt, Self.documentSeconds) {
            return document.value
        }
        guard let place = ProviderDocument.place(provider.terms.issuer) else { throw OpenIDError.providerMalformed }
        let document = try ProviderDocument(try await wire.read(place), of: provider.terms.issuer, reach)
        held.withLock { $0[name]?.document = (document, clock.now()) }
        return document
    }

    /// The provider's keys, not older than so many seconds.
    func keys(_ document: ProviderDocument, _ name: Name, youngerThan seconds: TimeInterval) async throws
        -> ProviderKeys
    {
        let wire = wire(name)
        let asking = held.withLock { held -> Task<ProviderKeys, any Error> in
            if let keys = held[name]?.keys, isYoung(keys.readAt, seconds) { return Task { keys.value } }
            if let asking = held[name]?.asking { return asking }
            let asking = Task { [self] in
                let outcome: Result<ProviderKeys, any Error>
                do { outcome = .success(try ProviderKeys(try await wire.read(document.keys))) } catch {
                    outcome = .failure(error)
                }
                self.held.withLock { held in
                    held[name]?.asking = nil
                    if case .success(let keys) = outcome { held[name]?.keys = (keys, clock.now()) }
                }
                return try outcome.get()
            }
            held[name]?.asking = asking
            return asking
        }
        return try await asking.value
    }

    func forget(_ tenant: TenantID) { held.withLock { held in held = held.filter { $0.key.tenant != tenant } } }

    private func isYoung(_ instant: Date, _ seconds: TimeInterval) -> Bool {
        abs(clock.now().timeIntervalSince(instant)) < seconds
    }
}
