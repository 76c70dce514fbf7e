import Foundation
import Identity
import Postgres
import Redis
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Web

@Suite("Whoever found a device open")
struct ProofTests {
    /// In which no time passes, so that a wait is never over.
    private static var standing: AttemptLimiter {
        AttemptLimiter(
            watch: RedisWatch(redis: nil, deadline: .seconds(1), without: "tests", logger: TestFleet.logger),
            localMilliseconds: { 0 })
    }

    private static let elsewhere = "198.51.100.7"

    private func code(_ body: () async throws -> Void) async -> String {
        do {
            try await body()
            return "done"
        } catch let problem as Problem {
            return problem.code
        } catch let error as IdentityError {
            return error.problem.code
        } catch {
            return "\(error)"
        }
    }

    @Test("Guesses no password there, whichever page asks for it: together with log-in's, and of one tenant only")
    func password() async throws {
        try await TwoHouses.with(attempts: Self.standing) { houses in
            let (house, other) = (houses.pooled, houses.schema)
            let ada = try await house.member("ada@example.com")
            let twin = try await other.member("ada@example.com")
            let (id, new) = (try ada.account, try #require(EmailAddress("new@example.com")))
            let actor = Actor(AuditActor(ada.caller.actor, address: Self.elsewhere, requestID: "t"))
            let feature = house.feature
            let ways: [@Sendable (String) async throws -> Void] = [
                {
                    try await feature.change.password(
                        id, from: $0, to: "another passphrase", keeping: nil, actor, in: house.scope)
                }, { try await feature.change.askForEmail(id, new, password: $0, actor, in: house.scope) },
                { try await feature.delete.run(id, password: $0, actor, in: house.scope) },
                { _ = try await feature.change.proved(id, $0, actor, in: house.scope) },
                { _ = try await feature.factor.renewCodes(id, password: $0, typed: "000000", actor, in: house.scope) },
            ]
            for way in ways { #expect(await code { try await way("wrong") } == "auth.password_wrong") }
            #expect(ways.count == AttemptPolicy.login.pairFree)
            for way in ways { #expect(await code { try await way(House.password) } == "attempts.too_many") }
            let place = CredentialCheck.Place(address: Self.elsewhere, userAgent: nil)
            #expect(
                await code { _ = try await house.logIn("ada@example.com", House.password, code: nil, .program, place) }
                    == "attempts.too_many")
            // The owner at home is not kept out, nor is anybody of the other site.
            _ = try await house.logIn("ada@example.com")
            let there = Actor(AuditActor(twin.caller.actor, address: Self.elsewhere, requestID: "t"))
            _ = try await other.feature.change.proved(twin.account, House.password, there, in: other.scope)
        }
    }

    @Test("Guesses no first code of a second factor")
    func factor() async throws {
        try await TwoHouses.with(attempts: Self.standing) { houses in
            for (house, _) in houses.both {
                let ada = try await house.member("ada@example.com")
                let account = try await house.feature.read.one(try ada.account, in: house.scope)
                let actor = Actor(AuditActor(ada.caller.actor, address: Self.elsewhere, requestID: "t"))
                let begun = try await house.feature.factor.begin(account, issuer: "Test", actor, in: house.scope)
                func confirm(_ typed: String) async -> String {
                    await code {
                        _ = try await house.feature.factor.confirm(account.id, typed: typed, actor, in: house.scope)
                    }
                }
                for _ in 0..<AttemptPolicy.login.pairFree { #expect(await confirm("000000") == "auth.code_wrong") }
                #expect(await confirm(begun.code.code(at: Date())) == "attempts.too_many")
            }
        }
    }

    @Test("Has no mailbox filled with letters about an address that somebody asked for")
    func letters() async throws {
        try await TwoHouses.with(attempts: Self.standing) { houses in
            for (house, _) in houses.both {
                let ada = try await house.member("ada@example.com")
                let actor = Actor(AuditActor(ada.caller.actor, address: Self.elsewhere, requestID: "t"))
                let new = try #require(EmailAddress("victim@example.com"))
                func ask() async -> String {
                    await code {
                        try await house.feature.change.askForEmail(
                            ada.account, new, password: House.password, actor, in: house.scope)
                    }
                }
                for _ in 0..<AttemptPolicy.letter.pairFree { #expect(await ask() == "done") }
                #expect(await ask() == "attempts.too_many")
                #expect(house.posted.filter { $0.recipient == new }.count == AttemptPolicy.letter.pairFree)
            }
        }
    }
}
