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
    /// While its server is away a provider is held to what it last said for so long: that it has keys and where it
    /// lets people in changes seldom, and who it signs in by then has to be told by it all the same.
    static let keptSeconds: TimeInterval = 86_400
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

    private struct Said<Value: Sendable>: Sendable {
        let value: Value
        let readAt: Date
        let bytes: [UInt8]
    }

    private struct Held {
        let wire: ProviderWire
        var document: Said<ProviderDocument>?
        var keys: Said<ProviderKeys>?
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
        let kept = kept { held in held[name]?.document }
        let (bytes, isKept) = try await wire.read(place, orKept: kept)
        let document = try ProviderDocument(bytes, of: provider.terms.issuer, reach)
        if !isKept {
            held.withLock { $0[name]?.document = Said(value: document, readAt: clock.now(), bytes: bytes) }
        }
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
                let outcome: Result<Said<ProviderKeys>, any Error>
                do {
                    let kept = kept { held in held[name]?.keys }
                    let (bytes, isKept) = try await wire.read(document.keys, orKept: kept)
                    // What stands in is as old as it was.
                    let readAt = isKept ? .distantPast : clock.now()
                    outcome = .success(Said(value: try ProviderKeys(bytes), readAt: readAt, bytes: bytes))
                } catch {
                    outcome = .failure(error)
                }
                self.held.withLock { held in
                    held[name]?.asking = nil
                    if case .success(let said) = outcome, said.readAt > .distantPast { held[name]?.keys = said }
                }
                return try outcome.get().value
            }
            held[name]?.asking = asking
            return asking
        }
        return try await asking.value
    }

    /// What a provider said the last time, if that is not too long ago.
    private func kept<Value: Sendable>(_ find: ([Name: Held]) -> Said<Value>?) -> [UInt8]? {
        guard let said = held.withLock({ find($0) }), isYoung(said.readAt, Self.keptSeconds) else { return nil }
        return said.bytes
    }

    func forget(_ tenant: TenantID) { held.withLock { held in held = held.filter { $0.key.tenant != tenant } } }

    private func isYoung(_ instant: Date, _ seconds: TimeInterval) -> Bool {
        abs(clock.now().timeIntervalSince(instant)) < seconds
    }
}
