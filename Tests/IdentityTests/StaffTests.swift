import Foundation
import Identity
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@Suite("Staff, operators and whoever acts as somebody")
struct StaffTests {
    private static let actor = Actor("operator:test", requestID: nil)

    @Test(
        "An invitation makes an account with its role, once, on its own site; an account that is there keeps its password"
    )
    func invitation() async throws {
        try await TwoHouses.with { houses in
            for (house, other) in houses.both {
                _ = try await house.feature.staff.invite(
                    try #require(EmailAddress("boss@example.com")), as: .owner, locale: .english, from: .owner,
                    named: "TravelHub", Self.actor, in: house.scope)
                let token = try #require(house.lastToken)
                let acceptance = InviteStaff.Acceptance(token: token, name: "Boss", password: House.password)
                await #expect(throws: IdentityError.linkExpired) {
                    try await other.feature.staff.accept(acceptance, House.guest, in: other.scope)
                }
                await #expect(throws: IdentityError.self) {
                    try await house.feature.staff.accept(
                        .init(token: token, name: nil, password: nil), House.guest, in: house.scope)
                }
                #expect(
                    try await house.feature.staff.accept(acceptance, House.guest, in: house.scope).role == .owner)
                await #expect(throws: IdentityError.linkExpired) {
                    try await house.feature.staff.accept(acceptance, House.guest, in: house.scope)
                }
                let boss = try await SignedIn(try await house.logIn("boss@example.com"), house)
                #expect(boss.caller.rights.allow(StaffRight(.staff, .write)))
                let ada = try await house.member("ada@example.com")
                _ = try await house.feature.staff.invite(
                    try #require(EmailAddress("ada@example.com")), as: .agent, locale: .english, from: .owner,
                    named: "Boss", Self.actor, in: house.scope)
                let joined = try await house.feature.staff.accept(
                    .init(token: try #require(house.lastToken), name: nil, password: nil), House.guest,
                    in: house.scope)
                #expect(joined.role == .agent && joined.name == "Ada")
                // A device that was remembered as a traveller's is none of the staff's.
                await #expect(throws: Problem.authRequired) { try await house.bearer(ada.access) }
                await #expect(throws: IdentityError.refreshRefused) {
                    try await house.feature.refresh.run(ada.refresh, House.guest, in: house.scope)
                }
                _ = try await house.logIn("ada@example.com")
                await #expect(throws: IdentityError.alreadyStaff) {
                    try await house.feature.staff.invite(
                        joined.email, as: .admin, locale: .english, from: .owner, named: "Boss", Self.actor,
                        in: house.scope)
                }
            }
        }
    }

    @Test("An admin makes admins and no owners; a role that was taken away is gone from the next request on")
    func roles() async throws {
        try await TwoHouses.with { houses in
            let house = houses.schema
            let ada = try await house.member("ada@example.com")
            let bob = try await house.member("bob@example.com")
            func set(_ account: UUID, _ role: Role, from giver: Role) async throws {
                _ = try await house.feature.role.run(account, to: role, from: giver, Self.actor, in: house.scope)
            }
            try await set(try ada.account, .owner, from: .owner)
            await #expect(throws: IdentityError.roleNotYours) { try await set(try bob.account, .owner, from: .admin) }
            await #expect(throws: IdentityError.roleNotYours) { try await set(try ada.account, .agent, from: .admin) }
            await #expect(throws: IdentityError.roleNotYours) { try await set(try bob.account, .agent, from: .agent) }
            await #expect(throws: IdentityError.lastOwner) { try await set(try ada.account, .admin, from: .owner) }
            try await set(try bob.account, .admin, from: .owner)
            let admin = try await SignedIn(try await house.logIn("bob@example.com"), house)
            #expect(admin.caller.isStaff)
            try await set(try bob.account, .traveller, from: .owner)
            await #expect(throws: Problem.authRequired) { try await house.bearer(admin.access) }
            #expect(try await !SignedIn(try await house.logIn("bob@example.com"), house).caller.isStaff)
        }
    }

    @Test("Of two owners who leave at once one stays")
    func ownersRace() async throws {
        try await TwoHouses.with { houses in
            let house = houses.pooled
            let accounts = try [
                try await house.member("a@example.com").account, try await house.member("b@example.com").account,
            ]
            for account in accounts {
                _ = try await house.feature.role.run(account, to: .owner, from: .owner, Self.actor, in: house.scope)
            }
            await withTaskGroup(of: Void.self) { group in
                for account in accounts {
                    group.addTask {
                        _ = try? await house.feature.role.run(
                            account, to: .agent, from: .owner, Self.actor, in: house.scope)
                    }
                }
            }
            let owners = try await house.scope.run("select account_id from accounts where role = 'owner'")
            #expect(owners.count == 1)
        }
    }

    @Test("An operator needs password and code, both each time; blocked, their sessions end; the last one stays")
    func operators() async throws {
        try await TwoHouses.with { houses in
            let operators = houses.feature.operators
            let email = try #require(EmailAddress("op@example.com"))
            let made = try await operators.make("op", email: email, password: House.password, actor: "operator:cli")
            func signIn(_ password: String, _ code: String) async throws -> Operators.SignedIn {
                try await operators.signIn(email, password: password, code: code, House.place, requestID: "t")
            }
            let code = made.factor.code(at: Date())
            await #expect(throws: IdentityError.logInFailed) { try await signIn("wrong", code) }
            await #expect(throws: IdentityError.logInFailed) { try await signIn(House.password, "000000") }
            let signedIn = try await signIn(House.password, code)
            await #expect(throws: IdentityError.logInFailed) { try await signIn(House.password, code) }
            let token = signedIn.token.description
            #expect(try await operators.caller(token)?.name == "op")
            _ = try await signIn(House.password, made.recoveryCodes[0].description)
            await #expect(throws: IdentityError.logInFailed) {
                try await signIn(House.password, made.recoveryCodes[0].description)
            }
            await #expect(throws: Problem(409, "operator.last")) {
                try await operators.set("op", isOpen: false, actor: "test")
            }
            _ = try await operators.make(
                "other", email: try #require(EmailAddress("other@example.com")), password: House.password,
                actor: "test")
            try await operators.set("op", isOpen: false, actor: "test")
            #expect(try await operators.caller(token) == nil)
        }
    }

    @Test(
        "Acting as somebody takes a ticket that is good once, shows in the trail under both names, and ends by itself")
    func impersonation() async throws {
        try await TwoHouses.with { houses in
            for (house, other) in houses.both {
                let ada = try await house.member("ada@example.com")
                let email = try #require(EmailAddress("ada@example.com"))
                let path = try await house.feature.impersonate.ticket(
                    for: email, reason: "a call for help", by: Actor("operator:op", requestID: "t"),
                    in: house.scope)
                let ticket = String(try #require(path.split(separator: "=").last))
                func begin(_ house: House) async throws -> String? {
                    let (credentials, _) = try await house.feature.impersonate.begin(
                        ticket, House.place, requestID: "t", in: house.scope)
                    guard case .browser(let cookie, _, _, _) = credentials else { return nil }
                    return cookie
                }
                await #expect(throws: IdentityError.linkExpired) { try await begin(other) }
                let cookie = try #require(try await begin(house))
                await #expect(throws: IdentityError.linkExpired) { try await begin(house) }
                let caller = try #require(try await house.cookie(cookie))
                #expect(caller.impersonator == "operator:op" && caller.actor == "operator:op")
                #expect(caller.onBehalfOf == "account:\(try ada.account.text)")
                let entries = try await house.scope.run(
                    "select action, actor, after::text as after from audit_entries where action like 'impersonation.%'")
                #expect(try entries.allSatisfy { try $0.get("actor", as: String.self) == "operator:op" })
                #expect(
                    try entries.contains {
                        try $0.get("after", as: String?.self)?.contains("a call for help") == true
                    })
                _ = try await houses.fleet.admin.single(
                    "update \(identifier: house.entry.schema).sessions set expires_at = clock_timestamp() where impersonator is not null"
                )
                #expect(try await house.cookie(cookie) == nil)
            }
        }
    }
}
