import Bookings
import Breakers
import Foundation
import Identity
import Jobs
import Messaging
import NameLookup
import Outbound
import Payments
import Redis
import Tenancy
import Vocabulary
import Web

/// Identity put together: how passwords are judged, who carries its letters, which bookings are an account's, how
/// providers' servers are dialled.
struct IdentityHouse {
    /// What proofs that sign in many times over may do without: neither is what they are about.
    struct Terms: Sendable {
        var passwordCost = PasswordHash.Cost.present
        var slowsGuessing = true
    }

    let base: Base
    var terms = Terms()
    let platform: PlatformDatabase
    let tenants: TenantDatabase
    let dataKeys: DataKeys
    let jobs: JobQueue
    let mail: EnqueueMail
    let consents: MailConsents
    let resolver: NameResolver
    let redis: RedisClient?
    let breakers: BreakerRegister

    func features() throws -> (identity: IdentityFeature, openID: OpenIDFeature) {
        let hasher = try PasswordHasher(secrets: .system, cost: terms.passwordCost)
        let rule = PasswordRule(
            breached: try base.settings.breachedPasswords.map { try BreachedPasswords(path: $0) })
        let attempts = terms.slowsGuessing ? AttemptLimiter(redis: redis, logger: base.logger) : nil
        let bookings = AccountBookings(dataKeys: dataKeys)
        let parts = IdentityParts(
            dataKeys: dataKeys, identifiers: base.identifiers, secrets: .system, clock: base.clock, hasher: hasher,
            rule: rule, jobs: jobs,
            letters: LetterBox(sending: mail, clock: base.clock),
            trips: AccountTrips(
                join: { bookings.join($0, emailIndex: $1) }, export: { try await bookings.export($0, $1) }),
            cards: cards, news: news, attempts: attempts)
        let identity = IdentityFeature(
            parts: parts, tenants: tenants,
            operators: Self.operators(base, platform: platform, hasher: hasher, rule: rule, attempts: attempts))
        return (identity, OpenIDFeature(parts: parts, reach: reach))
    }

    private var cards: AccountCards {
        let records = AccountCardRecords(
            jobs: PaymentJobs(queue: jobs, identifiers: base.identifiers, clock: base.clock))
        return AccountCards(
            end: { try await records.end($0, in: $1) }, export: { try await records.export($0, $1) })
    }

    private var news: AccountNews {
        let (consents, records) = (consents, AddressRecords())
        return AccountNews(
            record: { isGranted, index, requestID, tx in
                try await consents.record(
                    isGranted, of: index, kind: MailTemplate.news.rawValue, source: "account", requestID: requestID,
                    in: tx)
            },
            kept: { index, scope in
                AccountNews.Kept(
                    consents: try await records.consents(index, in: scope),
                    mails: try await records.mails(index, in: scope))
            })
    }

    /// Whoever develops has a provider on their own machine; a served platform dials the public Internet alone.
    private var reach: OpenIDReach {
        let isDevelopment = base.settings.isDevelopment
        let loopback = ["127.0.0.0/8", "::1/128"].compactMap(AddressBlock.init)
        return OpenIDReach(
            caller: OutboundCaller(
                names: resolver, rule: isDevelopment ? .allowing(loopback) : .publicOnly, limits: OpenIDReach.limits,
                agent: "TravelHub-OpenID"),
            allowsLoopback: isDevelopment, breaker: { [breakers] in breakers.breaker($0) })
    }

    static func operators(
        _ base: Base, platform: PlatformDatabase, hasher: PasswordHasher, rule: PasswordRule,
        attempts: AttemptLimiter?
    ) -> Operators {
        Operators(
            platform: platform, keys: base.masterKeys, hasher: hasher, rule: rule, identifiers: base.identifiers,
            secrets: .system, attempts: attempts)
    }
}
