import Foundation
import Identity
import Outbound
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@Suite("Links to providers, and providers as the staff keeps them")
struct OpenIDLinkTests {
    /// The holder of an account, in a browser.
    private func browser(_ house: House, _ email: String) async throws -> Caller {
        _ = try await house.member(email)
        let address = try #require(EmailAddress(email))
        guard
            case .browser(let cookie, _, _, false) = try await house.feature.logIn.run(
                .init(email: address, password: House.password, code: nil, kind: .browser), House.place,
                requestID: "t", in: house.scope)
        else { throw House.NoLetter() }
        return try #require(try await house.cookie(cookie))
    }

    @Test("Whoever is signed in links a provider that vouches for nothing, and comes in by it from then on")
    func link() async throws {
        try await Doors.with { doors in
            for (house, _) in doors.houses.both {
                try await doors.change(house, try doors.terms(trustsEmail: false))
                doors.provider.set {
                    $0.person = .init(subject: "p", email: "elsewhere@example.com", isVerified: false)
                }
                let ada = try await browser(house, "ada@example.com")
                let trip = try await doors.travel(house, next: "/en/account", linking: ada)
                guard case .linked(let next) = try await doors.arrive(trip, house) else {
                    Issue.record("not linked")
                    return
                }
                #expect(next?.text == "/en/account")
                #expect(house.waysTold == ["ada@example.com linked Faulty"])
                #expect(try await doors.signIn(house) == ada.account)
                let grace = try await browser(house, "grace@example.com")
                let second = try await doors.travel(house, linking: grace)
                await #expect(throws: OpenIDError.identityTaken) { try await doors.arrive(second, house) }
                // Linked once more is nothing new, and nor is what was refused.
                _ = try await doors.arrive(try await doors.travel(house, linking: ada), house)
                #expect(house.waysTold.count == 1)
            }
        }
    }

    @Test("A link counts for the session that asked for it")
    func session() async throws {
        try await Doors.with { doors in
            let house = doors.houses.pooled
            let (ada, grace) = (
                try await browser(house, "ada@example.com"), try await browser(house, "grace@example.com")
            )
            for caller in [nil, grace] {
                var trip = try await doors.travel(house, linking: ada)
                trip.caller = caller
                await #expect(throws: Problem.authRequired) { try await doors.arrive(trip, house) }
            }
            #expect(try await house.scope.run("select link_id from identity_links").isEmpty)
        }
    }

    @Test("A link is ended by its holder alone, and not where it is the only way in")
    func unlink() async throws {
        try await Doors.with { doors in
            for (house, other) in doors.houses.both {
                let account = try await doors.signIn(house)
                let link = try #require(try await doors.openID.identities.list(of: account, in: house.scope).first)
                let identities = doors.openID.identities
                await #expect(throws: OpenIDError.lastWay) {
                    try await identities.end(link.id, of: account, Doors.staff, in: house.scope)
                }
                let stranger = try await browser(house, "stranger@example.com")
                await #expect(throws: OpenIDError.identityNotFound) {
                    try await identities.end(link.id, of: try #require(stranger.account), Doors.staff, in: house.scope)
                }
                await #expect(throws: IdentityError.accountNotFound) {
                    try await identities.end(link.id, of: account, Doors.staff, in: other.scope)
                }
                _ = try await house.scope.run(
                    "update accounts set password_hash = 'set', locale = 'de' where account_id = \(account)")
                // Who is new by a provider is told of no change, nor of one that was refused.
                #expect(house.waysTold.isEmpty)
                try await identities.end(link.id, of: account, Doors.staff, in: house.scope)
                #expect(try await identities.list(of: account, in: house.scope).isEmpty)
                #expect(house.waysTold == ["ada@example.com unlinked Fehlerhaft"])
                #expect(other.waysTold.allSatisfy { $0.hasSuffix("unlinked Fehlerhaft") })
            }
        }
    }

    @Test("A provider's secret is never in the clear, its changes are in the trail, and another site has none of it")
    func providers() async throws {
        try await Doors.with { doors in
            for (house, other) in doors.houses.both {
                let providers = doors.openID.providers
                let made = try #require(try await providers.list(in: house.scope).first)
                #expect(made.hasSecret && made.terms.label(LocaleTag("de") ?? .english) == "Fehlerhaft")
                let row = try await house.scope.run("select secret_sealed from identity_providers").only()
                let sealed = try row.get("secret_sealed", as: [UInt8].self)
                #expect(!String(decoding: sealed, as: UTF8.self).contains(Doors.secret))
                await #expect(throws: OpenIDError.slugTaken) {
                    try await providers.make(try doors.terms(), secret: nil, Doors.staff, in: house.scope)
                }
                await #expect(throws: OpenIDError.providerNotFound) {
                    try await providers.change(made.id, try doors.terms(), secret: nil, Doors.staff, in: other.scope)
                }
                await #expect(throws: OpenIDError.providerNotFound) {
                    try await providers.delete(made.id, Doors.staff, in: other.scope)
                }
                #expect(try await providers.look(made.id, in: house.scope).token == "\(doors.provider.issuer)/token")
                for index in 1..<IdentityProvider.providersMax {
                    _ = try await providers.make(
                        try doors.terms(slug: "p-\(index)"), secret: nil, Doors.staff, in: house.scope)
                }
                await #expect(throws: OpenIDError.tooMany) {
                    try await providers.make(try doors.terms(slug: "more"), secret: nil, Doors.staff, in: house.scope)
                }
                try await doors.signIn(house)
                try await providers.delete(made.id, Doors.staff, in: house.scope)
                #expect(try await house.scope.run("select link_id from identity_links").isEmpty)
                let actions = try await house.scope.run("select action from audit_entries").map {
                    try $0.get("action", as: String.self)
                }
                for action in ["create", "delete"] { #expect(actions.contains("identity_provider.\(action)")) }
                #expect(actions.contains("account.identity_linked"))
            }
        }
    }

    @Test("Told another issuer, a provider brings nobody of before")
    func issuer() async throws {
        try await Doors.with { doors in
            let house = doors.houses.pooled
            let account = try await doors.signIn(house)
            // Another server, which calls somebody by the same name.
            let other = FaultyProvider(clock: doors.houses.clock)
            try await other.serve {
                other.set { $0.person.email = "mallory@example.com" }
                try await doors.change(house, try doors.terms(issuer: other.issuer))
                #expect(try await doors.signIn(house) != account)
            }
        }
    }
}
