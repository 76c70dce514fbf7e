import Breakers
import Foundation
@testable import Identity
import Jobs
import NIOHTTP1
import NameLookup
import Outbound
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

/// Two tenants who both believe one provider, and a browser's way there and back.
struct Doors: Sendable {
    static let slug = "faulty"
    static let client = "client-7"
    static let secret = "a secret: of the client"
    /// Of a server that hangs.
    private static let exchangeSeconds: Int64 = 6
    static let breakerFailures = 40

    let houses: TwoHouses
    let provider: FaultyProvider
    let openID: OpenIDFeature

    static func with(_ body: @escaping @Sendable (Doors) async throws -> Void) async throws {
        try await TwoHouses.with { houses in
            let provider = FaultyProvider(clock: houses.clock)
            try await provider.serve {
                let doors = Doors(houses: houses, provider: provider, openID: try feature(houses))
                for (house, _) in houses.both { _ = try await doors.believe(house) }
                try await body(doors)
            }
        }
    }

    static func feature(
        _ houses: TwoHouses, rule: DialRule = .allowing(["127.0.0.0/8"].compactMap(AddressBlock.init)),
        allowsLoopback: Bool = true
    ) throws -> OpenIDFeature {
        var limits = OpenIDReach.limits
        limits.exchangeSeconds = exchangeSeconds
        // Nobody answers names there: what is dialled is an address.
        let names = NameResolver(servers: ["127.0.0.1:1"])
        return OpenIDFeature(
            parts: try parts(houses),
            reach: OpenIDReach(
                caller: OutboundCaller(names: names, rule: rule, limits: limits, agent: "test"),
                allowsLoopback: allowsLoopback,
                breaker: { name in
                    var policy = BreakerPolicy()
                    policy.failuresMin = breakerFailures
                    policy.failuresPercent = 1
                    return Breaker(name: name, policy: policy, redis: nil)
                }))
    }

    private static func parts(_ houses: TwoHouses) throws -> IdentityParts {
        let fleet = houses.fleet
        return IdentityParts(
            dataKeys: fleet.dataKeys, identifiers: fleet.identifiers, secrets: .system, clock: houses.clock.wallClock,
            hasher: try PasswordHasher(secrets: .system, cost: TwoHouses.quick), rule: PasswordRule(breached: nil),
            jobs: JobQueue(keys: fleet.masterKeys, identifiers: fleet.identifiers), letters: houses.pooled.letters.box,
            trips: AccountTrips(
                join: { account, index in
                    """
                    insert into booking_accounts (tenant_id, booking_id, account_id)
                    select tenant_id, booking_id, \(account) from bookings where email_index = \(index)
                    on conflict do nothing
                    """
                }, export: { _, _ in [] }),
            news: AccountNews(record: { _, _, _, _ in }, kept: { _, _ in .init(consents: [], mails: []) }),
            attempts: nil)
    }

    static let staff = Actor("account:staff", requestID: "t")

    func terms(
        slug: String = Doors.slug, issuer: String? = nil, algorithms: [TokenAlgorithm] = [.rs256],
        trustsEmail: Bool = true, isEnabled: Bool = true
    ) throws -> ProviderTerms {
        ProviderTerms(
            slug: slug, name: "Faulty", labels: ProviderLabels(["de": "Fehlerhaft"]),
            issuer: try #require(OutboundURL(issuer ?? provider.issuer)), clientID: Self.client,
            scopes: ["openid", "email"], algorithms: algorithms, trustsEmail: trustsEmail, isEnabled: isEnabled)
    }

    func believe(_ house: House) async throws -> IdentityProvider {
        try await openID.providers.make(try terms(), secret: Self.secret, Self.staff, in: house.scope)
    }

    /// Says something else of the provider.
    func change(_ house: House, _ terms: ProviderTerms) async throws {
        let provider = try #require(
            try await openID.providers.list(in: house.scope).first { $0.terms.slug == Self.slug })
        _ = try await openID.providers.change(provider.id, terms, secret: nil, Self.staff, in: house.scope)
    }

    /// A browser that was sent away and came back with what it was given.
    struct Trip: Sendable {
        let cookie: String
        var slug = Doors.slug
        var state: String?
        var code: String?
        var error: String?
        var issuer: String?
        var caller: Caller?

        var back: FinishOpenID.Return {
            .init(
                slug: slug, cookie: cookie, state: state, code: code, error: error, issuer: issuer, caller: caller)
        }
    }

    /// Where a browser is sent.
    func target(_ house: House) async throws -> String {
        try await openID.begin.run(
            .init(
                slug: Self.slug, base: "https://\(house.entry.id).example", next: nil, locale: .english, linking: nil),
            in: house.scope
        ).target
    }

    func travel(
        _ house: House, slug: String = Doors.slug, next: String? = nil, linking caller: Caller? = nil
    ) async throws -> Trip {
        let begun = try await openID.begin.run(
            .init(
                slug: slug, base: "https://\(house.entry.id).example", next: next.flatMap(LocalPath.init),
                locale: .english, linking: caller), in: house.scope)
        let target = try #require(URLComponents(string: begun.target))
        let port = try #require(target.port)
        let reply = try await Wire(port: port, host: "127.0.0.1").get(
            "\(target.percentEncodedPath)?\(target.percentEncodedQuery ?? "")")
        let back = try #require(try Self.landing(reply, slug).flatMap(URLComponents.init(string:)))
        #expect(back.host == "\(house.entry.id).example".lowercased() && back.path == "/api/auth/oidc/\(slug)/callback")
        func text(_ name: String) -> String? { back.queryItems?.first { $0.name == name }?.value }
        return Trip(
            cookie: begun.cookie, slug: slug, state: text("state"), code: text("code"), error: text("error"),
            issuer: text("iss"), caller: caller)
    }

    /// The address at which the browser shows its cookies: where the provider led it, or where we lead it on after
    /// the provider's form.
    private static func landing(_ reply: Wire.Reply, _ slug: String) throws -> String? {
        if let place = reply.headers.first(name: "location") { return place }
        guard let form = reply.headers.first(name: "content-location"), let host = URLComponents(string: form)?.host
        else { return nil }
        let posted = try ReturnInput.read(
            InputSources(
                path: [.init("provider", .texts([slug]))], query: [], body: try FormCoding.parse(reply.body[...].utf8),
                readsQuery: false, allowsStrangeQuery: true, allowsStrangeBody: true))
        return "https://\(host)\(posted.address)"
    }

    func arrive(_ trip: Trip, _ house: House) async throws -> FinishOpenID.Outcome {
        try await openID.finish.run(trip.back, House.place, requestID: "t", in: house.scope)
    }

    /// There and back: the account that somebody is signed in to.
    @discardableResult
    func signIn(_ house: House) async throws -> UUID {
        guard case .signedIn(.browser(let cookie, _, _, false), _) = try await arrive(try await travel(house), house)
        else { throw House.NoLetter() }
        let caller = try #require(try await house.cookie(cookie))
        return try #require(caller.account)
    }

    func emails(_ house: House) async throws -> Int {
        try await house.scope.run("select account_id from accounts").count
    }
}

extension House {
    /// Whom letters told that a provider brings to their account, or no longer does.
    var waysTold: [String] {
        posted.compactMap { letter in
            switch letter.content {
            case .wayLinked(let provider): "\(letter.recipient) linked \(provider)"
            case .wayUnlinked(let provider): "\(letter.recipient) unlinked \(provider)"
            default: nil
            }
        }
    }
}
