import Foundation
import Identity
import Jobs
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@Suite("Accounts")
struct AccountTests {
    @Test("An account comes to be when the letter's link is followed, and only then, once")
    func registration() async throws {
        try await TwoHouses.with { houses in
            for (house, other) in houses.both {
                try await house.register("ada@example.com")
                await #expect(throws: IdentityError.logInFailed) { try await house.logIn("ada@example.com") }
                let token = try #require(house.lastToken)
                await #expect(throws: IdentityError.linkExpired) {
                    try await other.feature.verify.run(
                        token, .program, House.place, requestID: "t", in: other.scope)
                }
                _ = try await house.feature.verify.run(token, .program, House.place, requestID: "t", in: house.scope)
                await #expect(throws: IdentityError.linkExpired) {
                    try await house.feature.verify.run(
                        token, .program, House.place, requestID: "t", in: house.scope)
                }
                _ = try await house.logIn(" ADA@Example.com ")
            }
        }
    }

    @Test("The same address has two accounts with two tenants, and neither knows of the other")
    func twice() async throws {
        try await TwoHouses.with { houses in
            let one = try await houses.pooled.member("ada@example.com")
            let two = try await houses.schema.member("ada@example.com", password: "another password")
            #expect(try one.account != two.account)
            await #expect(throws: IdentityError.logInFailed) {
                try await houses.pooled.logIn("ada@example.com", "another password")
            }
        }
    }

    @Test("Who registers an address that has an account is told so by mail, and nothing changes")
    func exists() async throws {
        try await TwoHouses.with { houses in
            for (house, _) in houses.both {
                _ = try await house.member("ada@example.com")
                try await house.register("ada@example.com", "a thief's password")
                guard case .accountExists = try #require(house.posted.last).content else {
                    Issue.record("another letter: \(String(describing: house.posted.last))")
                    return
                }
                await #expect(throws: IdentityError.logInFailed) {
                    try await house.logIn("ada@example.com", "a thief's password")
                }
            }
        }
    }

    @Test("Two links for one address make one account")
    func race() async throws {
        try await TwoHouses.with { houses in
            for (house, _) in houses.both {
                try await house.register("ada@example.com")
                let first = try #require(house.lastToken)
                try await house.register("ada@example.com")
                let second = try #require(house.lastToken)
                let outcomes = await withTaskGroup(of: Bool.self) { group in
                    for token in [first, second] {
                        group.addTask {
                            (try? await house.feature.verify.run(
                                token, .program, House.place, requestID: "t", in: house.scope)) != nil
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(outcomes.filter { $0 }.count == 1)
            }
        }
    }

    @Test("A reset signs every device out, keeps the second factor and is good once; an unknown address gets nothing")
    func reset() async throws {
        try await TwoHouses.with { houses in
            for (house, _) in houses.both {
                let ada = try await house.member("ada@example.com")
                let before = house.posted.count
                try await house.feature.forget.run(
                    try #require(EmailAddress("nobody@example.com")), House.place, requestID: "t", in: house.scope)
                _ = try await house.worker.turn()
                #expect(house.posted.count == before)
                try await house.feature.forget.run(
                    try #require(EmailAddress("ada@example.com")), House.place, requestID: "t", in: house.scope)
                _ = try await house.worker.turn()
                let token = try #require(house.lastToken)
                await #expect(throws: IdentityError.self) {
                    try await house.feature.reset.run(token, password: "short", House.guest, in: house.scope)
                }
                try await house.feature.reset.run(
                    token, password: "a new passphrase", House.guest, in: house.scope)
                await #expect(throws: IdentityError.linkExpired) {
                    try await house.feature.reset.run(
                        token, password: "a newer passphrase", House.guest, in: house.scope)
                }
                await #expect(throws: Problem.authRequired) { try await house.bearer(ada.access) }
                await #expect(throws: IdentityError.logInFailed) { try await house.logIn("ada@example.com") }
                _ = try await house.logIn("ada@example.com", "a new passphrase")
            }
        }
    }

    @Test("Another address counts when its own letter was followed; the old one and the new one are told")
    func email() async throws {
        try await TwoHouses.with { houses in
            for (house, _) in houses.both {
                let ada = try await house.member("ada@example.com")
                _ = try await house.member("taken@example.com")
                let actor = Actor(ada.caller.actor, requestID: "t")
                let new = try #require(EmailAddress("lovelace@example.com"))
                await #expect(throws: IdentityError.passwordWrong) {
                    try await house.feature.change.askForEmail(
                        ada.account, new, password: "wrong", actor, in: house.scope)
                }
                try await house.feature.change.askForEmail(
                    ada.account, new, password: House.password, actor, in: house.scope)
                _ = try await house.logIn("ada@example.com")
                try await house.feature.change.confirmEmail(
                    try #require(house.lastToken), House.guest, in: house.scope)
                let told = house.posted.suffix(2)
                #expect(told.map(\.recipient.description) == ["ada@example.com", "lovelace@example.com"])
                if case .emailChanged(let address) = told.first?.content {
                    #expect(address == new)
                } else {
                    Issue.record("the old address is not told")
                }
                if case .emailIsNow = told.last?.content {} else { Issue.record("the new address is not told") }
                _ = try await house.logIn("lovelace@example.com")
                try await house.feature.change.askForEmail(
                    ada.account, try #require(EmailAddress("taken@example.com")), password: House.password, actor,
                    in: house.scope)
                await #expect(throws: IdentityError.emailTaken) {
                    try await house.feature.change.confirmEmail(
                        try #require(house.lastToken), House.guest, in: house.scope)
                }
            }
        }
    }

    @Test("A deleted account leaves no row and no way in; the last owner stays")
    func deletion() async throws {
        try await TwoHouses.with { houses in
            for (house, other) in houses.both {
                let ada = try await house.member("ada@example.com")
                let spared = try await other.member("ada@example.com")
                let actor = Actor(ada.caller.actor, requestID: "t")
                try await house.feature.delete.run(
                    ada.account, password: House.password, actor, in: house.scope)
                await #expect(throws: Problem.authRequired) { try await house.bearer(ada.access) }
                for table in ["accounts", "sessions", "refresh_tokens"] {
                    #expect(try await house.scope.run("select tenant_id from \(identifier: table)").isEmpty)
                }
                _ = try await other.bearer(spared.access)
                try await other.feature.delete.run(
                    spared.account, password: House.password, Actor(spared.caller.actor, requestID: "t"),
                    in: other.scope)
                let owner = try await house.member("owner@example.com")
                _ = try await house.feature.role.run(
                    owner.account, to: .owner, from: .owner, actor, in: house.scope)
                await #expect(throws: IdentityError.lastOwner) {
                    try await house.feature.delete.run(
                        owner.account, password: House.password, actor, in: house.scope)
                }
            }
        }
    }
}
