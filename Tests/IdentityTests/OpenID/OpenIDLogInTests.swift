import Foundation
import Identity
import Postgres
import Synchronization
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@Suite("Signing in by a provider")
struct OpenIDLogInTests {
    @Test("A new person gets an account of the site and finds it again; of two sites two accounts")
    func newPerson() async throws {
        try await Doors.with { doors in
            var accounts: Set<UUID> = []
            for (house, _) in doors.houses.both {
                let account = try await doors.signIn(house)
                #expect(try await doors.signIn(house) == account)
                accounts.insert(account)
                let read = try await house.feature.read.one(account, in: house.scope)
                #expect(read.name == "Ada Lovelace" && !read.hasPassword && read.role == .traveller)
                let links = try await doors.openID.identities.list(of: account, in: house.scope)
                #expect(links.map(\.email) == ["ada@example.com"])
                #expect(try await doors.emails(house) == 1)
            }
            #expect(accounts.count == 2)
            let basic = try #require(doors.provider.state.withLock { $0.lastBasic })
            let pair = Data(base64Encoded: String(basic.dropFirst(6))).map { String(decoding: $0, as: UTF8.self) }
            #expect(pair == "client-7:a%20secret%3A%20of%20the%20client")
        }
    }

    @Test("Whoever changes their address at the provider stays who they are; another person there is another here")
    func subject() async throws {
        try await Doors.with { doors in
            let house = doors.houses.pooled
            let account = try await doors.signIn(house)
            doors.provider.set { $0.person.email = "lovelace@example.com" }
            #expect(try await doors.signIn(house) == account)
            doors.provider.set { $0.person = .init(subject: "person-2", email: "grace@example.com") }
            #expect(try await doors.signIn(house) != account)
        }
    }

    @Test("A proved address brings to its account; an unproved one to none, and does not tell whether there is one")
    func address() async throws {
        try await Doors.with { doors in
            for (house, _) in doors.houses.both {
                let ada = try await house.member("ada@example.com")
                for email in ["ada@example.com", "nobody@example.com"] {
                    doors.provider.set { $0.person = .init(subject: email, email: email, isVerified: false) }
                    try await doors.change(house, try doors.terms())
                    await #expect(throws: OpenIDError.emailUnverified) { try await doors.signIn(house) }
                    doors.provider.set { $0.person.isVerified = true }
                    try await doors.change(house, try doors.terms(trustsEmail: false))
                    await #expect(throws: OpenIDError.emailUntrusted) { try await doors.signIn(house) }
                }
                doors.provider.set { $0.person.email = nil }
                await #expect(throws: OpenIDError.emailMissing) { try await doors.signIn(house) }
                #expect(try await doors.emails(house) == 1)
                try await doors.change(house, try doors.terms())
                doors.provider.set { $0.person = .init() }
                #expect(try await doors.signIn(house) == ada.account)
                _ = try await house.logIn("ada@example.com")
            }
        }
    }

    @Test("Who works for the site is not found by an address: whoever sets up providers must not become the owner")
    func staff() async throws {
        try await Doors.with { doors in
            let house = doors.houses.schema
            let ada = try await house.member("ada@example.com")
            _ = try await house.feature.role.run(
                try ada.account, to: .owner, from: .owner, Doors.staff, in: house.scope)
            await #expect(throws: OpenIDError.linkNeeded) { try await doors.signIn(house) }
        }
    }

    @Test("A second factor is still asked for, and a blocked account stays closed")
    func factor() async throws {
        try await Doors.with { doors in
            let house = doors.houses.pooled
            let ada = try await house.member("ada@example.com")
            let account = try await house.feature.read.one(try ada.account, in: house.scope)
            let begun = try await house.feature.factor.begin(account, issuer: "Test", House.guest, in: house.scope)
            let recovery = try await house.feature.factor.confirm(
                account.id, typed: begun.code.code(at: Date()), Doors.staff, in: house.scope)
            let trip = try await doors.travel(house)
            guard case .signedIn(.browser(let cookie, _, _, true), _) = try await doors.arrive(trip, house) else {
                Issue.record("no code was asked for")
                return
            }
            #expect(try await house.cookie(cookie) == nil)
            guard
                case .browser(let passed, _, _, false) = try await house.feature.passFactor.run(
                    cookie: cookie, code: recovery[0].description, House.place, requestID: "t", in: house.scope)
            else { return }
            #expect(try await house.cookie(passed)?.account == account.id)
            _ = try await house.scope.run("update accounts set state = 'blocked' where account_id = \(account.id)")
            await #expect(throws: IdentityError.logInFailed) { try await doors.signIn(house) }
        }
    }

    @Test("Many callbacks of one new person at once make one account")
    func race() async throws {
        try await Doors.with { doors in
            for (house, _) in doors.houses.both {
                var trips: [Doors.Trip] = []
                for _ in 0..<6 { trips.append(try await doors.travel(house)) }
                let signedIn = await withTaskGroup(of: Bool.self) { group in
                    for trip in trips { group.addTask { (try? await doors.arrive(trip, house)) != nil } }
                    return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
                #expect(signedIn == 6)
                #expect(try await doors.emails(house) == 1)
            }
        }
    }

    @Test("Elliptic and probabilistic signatures are taken where they were agreed on")
    func algorithms() async throws {
        try await Doors.with { doors in
            let house = doors.houses.schema
            for algorithm in [TokenAlgorithm.es256, .ps256, .rs256] {
                doors.provider.set { $0.algorithm = algorithm.rawValue }
                try await doors.change(
                    house, try doors.terms(algorithms: TokenAlgorithm.allCases.filter { $0 != algorithm }))
                await #expect(throws: OpenIDError.algorithmRefused) { try await doors.signIn(house) }
                try await doors.change(house, try doors.terms(algorithms: [algorithm]))
                try await doors.signIn(house)
            }
        }
    }

    @Test("What leads away from the site is no page to go on at")
    func next() {
        for text in [
            "", "de", "//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nSet-Cookie: x", "/ä",
        ] {
            #expect(LocalPath(text) == nil, "\(text)")
        }
        #expect(LocalPath("/de/account?tab=2")?.text == "/de/account?tab=2")
    }
}
