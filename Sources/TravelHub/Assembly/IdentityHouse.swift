import Bookings
import Breakers
import Foundation
import Identity
import Jobs
import Messaging
import NameLookup
import Outbound
import Redis
import Tenancy
import Vocabulary
import Web

/// Identity put together: how passwords are judged, who carries its letters, which bookings are an account's, how
/// providers' servers are dialled.
struct IdentityHouse {
    let base: Base
    let platform: PlatformDatabase
    let tenants: TenantDatabase
    let dataKeys: DataKeys
    let mail: EnqueueMail
    let resolver: NameResolver
    let redis: RedisClient?

    func features() throws -> (identity: IdentityFeature, openID: OpenIDFeature) {
        let hasher = try PasswordHasher(secrets: .system)
        let rule = PasswordRule(
            breached: try base.settings.breachedPasswords.map { try BreachedPasswords(path: $0) })
        let bookings = AccountBookings(dataKeys: dataKeys)
        let parts = IdentityParts(
            dataKeys: dataKeys, identifiers: base.identifiers, secrets: .system, clock: base.clock, hasher: hasher,
            rule: rule, jobs: JobQueue(keys: base.masterKeys, identifiers: base.identifiers),
            letters: LetterBox(sending: mail, clock: base.clock),
            trips: AccountTrips(
                join: { bookings.join($0, emailIndex: $1) }, export: { try await bookings.export($0, $1) }))
        let identity = IdentityFeature(
            parts: parts, tenants: tenants,
            operators: Self.operators(base, platform: platform, hasher: hasher, rule: rule))
        return (identity, OpenIDFeature(parts: parts, reach: reach))
    }

    /// Whoever develops has a provider on their own machine; a served platform dials the public Internet alone.
    private var reach: OpenIDReach {
        let isDevelopment = base.settings.isDevelopment
        let loopback = ["127.0.0.0/8", "::1/128"].compactMap(AddressBlock.init)
        return OpenIDReach(
            caller: OutboundCaller(
                names: resolver, rule: isDevelopment ? .allowing(loopback) : .publicOnly, limits: OpenIDReach.limits,
                agent: "TravelHub-OpenID"),
            allowsLoopback: isDevelopment, breaker: { [redis] in Breaker(name: $0, redis: redis) })
    }

    static func operators(
        _ base: Base, platform: PlatformDatabase, hasher: PasswordHasher, rule: PasswordRule
    ) -> Operators {
        Operators(
            platform: platform, keys: base.masterKeys, hasher: hasher, rule: rule, identifiers: base.identifiers,
            secrets: .system)
    }
}
