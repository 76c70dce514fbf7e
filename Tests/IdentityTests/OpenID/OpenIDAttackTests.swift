import Foundation
import Identity
import Outbound
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@Suite("Providers and browsers that lie")
struct OpenIDAttackTests {
    private static let tokens: [TokenFault: OpenIDError] = [
        .wrongNonce: .nonceWrong, .noNonce: .nonceWrong, .wrongIssuer: .issuerWrong, .wrongAudience: .audienceWrong,
        .moreAudience: .audienceWrong, .wrongParty: .audienceWrong, .expired: .tokenExpired, .future: .tokenFuture,
        .notYet: .tokenFuture, .unsigned: .algorithmRefused, .unsignedWithSignature: .algorithmRefused,
        .hmac: .algorithmRefused, .otherAlgorithm: .algorithmRefused, .foreignKey: .signatureWrong,
        .unknownKey: .keyUnknown, .tampered: .signatureWrong, .critical: .tokenMalformed, .ownKey: .tokenMalformed,
        .wrongAccessHash: .accessHashWrong, .noSubject: .tokenMalformed, .twoParts: .tokenMalformed,
        .repeatedName: .tokenMalformed,
    ]

    @Test("Each way to spoil a token is refused by its own code, and makes no account")
    func tokens() async throws {
        try await Doors.with { doors in
            for (house, _) in doors.houses.both {
                for fault in TokenFault.allCases {
                    doors.provider.set { $0.fault = fault }
                    let expected = try #require(Self.tokens[fault], "\(fault)")
                    await #expect(throws: expected, "\(fault)") { try await doors.signIn(house) }
                }
                #expect(try await doors.emails(house) == 0)
                doors.provider.set { $0.fault = nil }
                try await doors.signIn(house)
            }
        }
    }

    @Test("A server that does not answer as it should is told by what it does")
    func servers() async throws {
        try await Doors.with { doors in
            let house = doors.houses.pooled
            let troubles: [(FaultyProvider.Trouble, OpenIDError)] =
                ["document", "jwks", "token"].flatMap { place in
                    [
                        (.redirects(place), .providerRedirected), (.floods(place), .providerTooLarge),
                        (.hangs(place), .providerUnreachable), (.fails(place), .providerUnreachable),
                        (.babbles(place), .providerMalformed),
                    ]
                } + [
                    (.namesAnother, .issuerWrong), (.denies, .denied),
                    (.claims("https://other.example"), .providerMixed),
                ]
            for (trouble, expected) in troubles {
                doors.provider.set { $0.trouble = trouble }
                doors.openID.forget(house.entry.id)
                await #expect(throws: expected, "\(trouble)") { try await doors.signIn(house) }
            }
            #expect(doors.provider.asked("elsewhere") == 0)
            #expect(try await doors.emails(house) == 0)
            doors.provider.set { $0.trouble = nil }
            doors.openID.forget(house.entry.id)
            try await doors.signIn(house)
        }
    }

    @Test("A state counts in its own browser, on its own site, once, for ten minutes")
    func states() async throws {
        try await Doors.with { doors in
            for (house, other) in doors.houses.both {
                let (mine, theirs) = (try await doors.travel(house), try await doors.travel(house))
                for swapped in [
                    Doors.Trip(cookie: theirs.cookie, state: mine.state, code: mine.code),
                    Doors.Trip(cookie: mine.cookie, state: nil, code: mine.code),
                    Doors.Trip(cookie: "", state: mine.state, code: mine.code),
                    Doors.Trip(cookie: String(mine.cookie.dropLast(2)), state: mine.state, code: mine.code),
                ] {
                    await #expect(throws: OpenIDError.stateUnknown) { try await doors.arrive(swapped, house) }
                }
                await #expect(throws: OpenIDError.stateUnknown) { try await doors.arrive(mine, other) }
                _ = try await doors.arrive(mine, house)
                await #expect(throws: OpenIDError.stateUsed) { try await doors.arrive(mine, house) }
                doors.houses.clock.advance(bySeconds: 601)
                await #expect(throws: OpenIDError.stateExpired) { try await doors.arrive(theirs, house) }
                doors.houses.clock.set(Date())
            }
        }
    }

    @Test("A code is good once and for whoever asked: stolen, it fits no other verifier")
    func codes() async throws {
        try await Doors.with { doors in
            let house = doors.houses.schema
            let first = try await doors.travel(house)
            var second = try await doors.travel(house)
            second.code = first.code
            await #expect(throws: OpenIDError.codeRefused) { try await doors.arrive(second, house) }
            var third = try await doors.travel(house)
            let own = third.code
            _ = try await doors.arrive(third, house)
            third = try await doors.travel(house)
            third.code = own
            await #expect(throws: OpenIDError.codeRefused) { try await doors.arrive(third, house) }
            third = try await doors.travel(house)
            third.code = nil
            await #expect(throws: OpenIDError.providerRefused) { try await doors.arrive(third, house) }
        }
    }

    @Test("One provider's answer is not another's, by address and by its own name")
    func mixUp() async throws {
        try await Doors.with { doors in
            let house = doors.houses.pooled
            _ = try await doors.openID.providers.make(
                try doors.terms(slug: "second"), secret: nil, Doors.staff, in: house.scope)
            var trip = try await doors.travel(house)
            trip.slug = "second"
            await #expect(throws: OpenIDError.providerMixed) { try await doors.arrive(trip, house) }
            doors.provider.set { $0.sendsIssuer = true }
            doors.openID.forget(house.entry.id)
            try await doors.signIn(house)
            trip = try await doors.travel(house)
            trip.issuer = nil
            await #expect(throws: OpenIDError.providerMixed) { try await doors.arrive(trip, house) }
            trip = try await doors.travel(house)
            try await doors.change(house, try doors.terms(isEnabled: false))
            await #expect(throws: OpenIDError.providerUnknown) { try await doors.arrive(trip, house) }
            await #expect(throws: OpenIDError.providerUnknown) { try await doors.travel(house) }
        }
    }

    @Test("A provider that sends browsers back by a form is asked for it, and believed no further than another")
    func forms() async throws {
        try await Doors.with { doors in
            for (house, other) in doors.houses.both {
                doors.provider.set { $0.modes = ["query", "form_post"] }
                #expect(!(try await doors.target(house).contains("response_mode")))
                doors.openID.forget(house.entry.id)
                doors.provider.set { $0.modes = ["fragment", "form_post"] }
                #expect(try await doors.target(house).contains("response_mode=form_post"))
                let (mine, theirs) = (try await doors.travel(house), try await doors.travel(house))
                let swapped = Doors.Trip(cookie: theirs.cookie, state: mine.state, code: mine.code)
                await #expect(throws: OpenIDError.stateUnknown) { try await doors.arrive(swapped, house) }
                await #expect(throws: OpenIDError.stateUnknown) { try await doors.arrive(mine, other) }
                _ = try await doors.arrive(mine, house)
                await #expect(throws: OpenIDError.stateUsed) { try await doors.arrive(mine, house) }
                doors.provider.set { $0.trouble = .claims("https://other.example") }
                let mixed = try await doors.travel(house)
                await #expect(throws: OpenIDError.providerMixed) { try await doors.arrive(mixed, house) }
                doors.provider.set { $0.trouble = .denies }
                let denied = try await doors.travel(house)
                await #expect(throws: OpenIDError.denied) { try await doors.arrive(denied, house) }
                doors.provider.set { $0.trouble = nil }
                doors.openID.forget(house.entry.id)
            }
        }
    }

    @Test("A changed key is asked for, but not at every stranger's wish")
    func rotation() async throws {
        try await Doors.with { doors in
            let house = doors.houses.pooled
            let account = try await doors.signIn(house)
            #expect(doors.provider.asked("jwks") == 1)
            doors.provider.set { $0.keys.rotate() }
            doors.houses.clock.advance(bySeconds: 31)
            #expect(try await doors.signIn(house) == account)
            #expect(doors.provider.asked("jwks") == 2)
            doors.provider.set { $0.fault = .unknownKey }
            for _ in 0..<5 { await #expect(throws: OpenIDError.keyUnknown) { try await doors.signIn(house) } }
            #expect(doors.provider.asked("jwks") == 2)
            doors.houses.clock.advance(bySeconds: 31)
            for _ in 0..<5 { await #expect(throws: OpenIDError.keyUnknown) { try await doors.signIn(house) } }
            #expect(doors.provider.asked("jwks") == 3)
        }
    }

    @Test("A provider that is down is left alone after a while; the other site's is asked on")
    func breaker() async throws {
        try await Doors.with { doors in
            let (house, other) = (doors.houses.pooled, doors.houses.schema)
            doors.provider.set { $0.trouble = .fails("document") }
            for _ in 0..<Doors.breakerFailures + 5 {
                await #expect(throws: OpenIDError.providerUnreachable) { try await doors.travel(house) }
            }
            #expect(doors.provider.asked("document") == Doors.breakerFailures)
            doors.provider.set { $0.trouble = nil }
            await #expect(throws: OpenIDError.providerUnreachable) { try await doors.travel(house) }
            try await doors.signIn(other)
        }
    }

    @Test("While a provider's documents are away, what it said last stands in")
    func kept() async throws {
        try await Doors.with { doors in
            let house = doors.houses.pooled
            let clock = doors.houses.clock
            let account = try await doors.signIn(house)
            for trouble in [FaultyProvider.Trouble.fails("document"), .fails("jwks")] {
                doors.provider.set { $0.trouble = trouble }
                clock.advance(bySeconds: 3_601)
                #expect(try await doors.signIn(house) == account)
                clock.advance(bySeconds: 60)
                #expect(try await doors.signIn(house) == account)
            }
            // So it does while the breaker is open, and nobody is asked then.
            doors.provider.set { $0.trouble = .fails("document") }
            clock.advance(bySeconds: 3_601)
            let asked = doors.provider.asked("document")
            for _ in 0..<Doors.breakerFailures + 5 { _ = try await doors.travel(house) }
            #expect(doors.provider.asked("document") - asked < Doors.breakerFailures + 5)
        }
    }

    @Test("What a provider says instead is believed, and what it said a day ago is too old")
    func outdated() async throws {
        try await Doors.with { doors in
            let (house, clock) = (doors.houses.pooled, doors.houses.clock)
            try await doors.signIn(house)
            doors.provider.set { $0.trouble = .babbles("document") }
            clock.advance(bySeconds: 3_601)
            await #expect(throws: OpenIDError.providerMalformed) { try await doors.signIn(house) }
            doors.provider.set { $0.trouble = .fails("document") }
            for _ in 0..<2 {
                try await doors.signIn(house)
                clock.advance(bySeconds: 43_000)
            }
            // However often it stood in meanwhile.
            await #expect(throws: OpenIDError.providerUnreachable) { try await doors.signIn(house) }
        }
    }

    @Test("A served platform dials no address within, in the clear or by TLS")
    func within() async throws {
        try await Doors.with { doors in
            let house = doors.houses.schema
            let strict = try Doors.feature(doors.houses, rule: .publicOnly, allowsLoopback: false)
            await #expect(throws: IdentityError.self) {
                try await strict.providers.make(
                    try doors.terms(slug: "clear"), secret: nil, Doors.staff, in: house.scope)
            }
            for (index, host) in ["127.0.0.1", "10.0.0.1", "[::1]", "localhost", "169.254.169.254"].enumerated() {
                let made = try await strict.providers.make(
                    try doors.terms(slug: "within-\(index)", issuer: "https://\(host)"), secret: nil, Doors.staff,
                    in: house.scope)
                await #expect(throws: OpenIDError.providerUnreachable) {
                    try await strict.providers.look(made.id, in: house.scope)
                }
            }
            let asked = doors.provider.asked("document")
            let dialling = try Doors.feature(doors.houses, rule: .publicOnly, allowsLoopback: true)
            for (feature, expected) in [(strict, OpenIDError.providerMalformed), (dialling, .providerUnreachable)] {
                await #expect(throws: expected) {
                    try await feature.begin.run(
                        .init(slug: Doors.slug, base: "https://x.example", next: nil, locale: .english, linking: nil),
                        in: house.scope)
                }
            }
            #expect(doors.provider.asked("document") == asked)
        }
    }
}
