import Foundation
import Identity
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@Suite("Sessions")
struct SessionTests {
    @Test("A refresh token is good once; shown again, its whole family ends")
    func reuse() async throws {
        try await TwoHouses.with { houses in
            for (house, other) in houses.both {
                let ada = try await house.member("ada@example.com")
                await #expect(throws: IdentityError.refreshRefused) {
                    try await other.feature.refresh.run(ada.refresh, House.guest, in: other.scope)
                }
                let next = try await SignedIn(
                    try await house.feature.refresh.run(ada.refresh, House.guest, in: house.scope), house)
                await #expect(throws: IdentityError.refreshRefused) {
                    try await house.feature.refresh.run(ada.refresh, House.guest, in: house.scope)
                }
                await #expect(throws: Problem.authRequired) { try await house.bearer(next.access) }
                await #expect(throws: IdentityError.refreshRefused) {
                    try await house.feature.refresh.run(next.refresh, House.guest, in: house.scope)
                }
                #expect(
                    try await house.scope.run("select action from audit_entries").contains {
                        try $0.get("action", as: String.self) == "session.reuse_detected"
                    })
            }
        }
    }

    @Test("Of many that refresh at once with one token, one wins and then all are out")
    func refreshRace() async throws {
        try await TwoHouses.with { houses in
            let house = houses.pooled
            let ada = try await house.member("ada@example.com")
            let wins = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        (try? await house.feature.refresh.run(ada.refresh, House.guest, in: house.scope)) != nil
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(wins <= 1)
            await #expect(throws: Problem.authRequired) { try await house.bearer(ada.access) }
        }
    }

    @Test("A browser's cookie opens its own tenant; carried to another it is refused, not taken for none")
    func cookies() async throws {
        try await TwoHouses.with { houses in
            for (house, other) in houses.both {
                _ = try await house.member("ada@example.com")
                guard case .browser(let cookie, _, _, false) = try await house.logIn("ada@example.com", .browser) else {
                    Issue.record("no cookie")
                    return
                }
                let caller = try #require(try await house.cookie(cookie))
                #expect(caller.label == "Ada")
                await #expect(throws: Problem.authRequired) { try await other.cookie(cookie) }
                let forged = cookie.replacingOccurrences(
                    of: house.entry.id.description, with: other.entry.id.description)
                #expect(try await other.cookie(forged) == nil)
                let account = try #require(caller.account)
                let session = try #require(caller.session)
                let actor = Actor(caller.actor, requestID: "t")
                await #expect(throws: IdentityError.sessionNotFound) {
                    try await other.feature.devices.revoke(session, of: account, actor, in: other.scope)
                }
                try await house.feature.devices.revoke(session, of: account, actor, in: house.scope)
                #expect(try await house.cookie(cookie) == nil)
            }
        }
    }

    @Test("A device that was not seen before is told of; a known one is not")
    func devices() async throws {
        try await TwoHouses.with { houses in
            let house = houses.schema
            _ = try await house.member("ada@example.com")
            let before = house.posted.count
            _ = try await house.logIn("ada@example.com")
            #expect(house.posted.count == before)
            let phone = CredentialCheck.Place(address: "198.51.100.4", userAgent: "phone/2")
            let signedIn = try await SignedIn(
                try await house.logIn("ada@example.com", .program, phone), house)
            guard case .newDevice(let device) = try #require(house.posted.last).content else {
                Issue.record("no letter of a new device")
                return
            }
            #expect(device.userAgent == "phone/2")
            let list = try await house.feature.devices.list(try signedIn.account, in: house.scope)
            #expect(list.count == 3)
            let ended = try await house.feature.devices.revokeAll(
                of: try signedIn.account, but: signedIn.caller.session, Actor("test", requestID: nil), in: house.scope)
            #expect(ended == 2)
            _ = try await house.bearer(signedIn.access)
        }
    }

    @Test("With a second factor a password alone opens nothing; codes and recovery codes are good once")
    func factor() async throws {
        try await TwoHouses.with { houses in
            for (house, _) in houses.both {
                let ada = try await house.member("ada@example.com")
                let account = try await house.feature.read.one(try ada.account, in: house.scope)
                let actor = Actor(ada.caller.actor, requestID: "t")
                let begun = try await house.feature.factor.begin(account, issuer: "Test", House.guest, in: house.scope)
                await #expect(throws: IdentityError.codeWrong) {
                    try await house.feature.factor.confirm(account.id, typed: "000000", actor, in: house.scope)
                }
                let code = begun.code.code(at: Date())
                let recovery = try await house.feature.factor.confirm(
                    account.id, typed: code, actor, in: house.scope)
                #expect(Set(recovery).count == RecoveryCode.count)
                await #expect(throws: IdentityError.codeRequired) { try await house.logIn("ada@example.com") }
                // The code that turned it on is used up.
                await #expect(throws: IdentityError.codeWrong) { try await house.logIn("ada@example.com", code: code) }
                let later = begun.code.code(at: Date() + Double(TimeCode.stepSeconds))
                _ = try await house.logIn("ada@example.com", code: later)
                await #expect(throws: IdentityError.codeWrong) {
                    try await house.logIn("ada@example.com", code: later)
                }
                let spare = recovery[0].description.lowercased()
                _ = try await house.logIn("ada@example.com", code: spare)
                await #expect(throws: IdentityError.codeWrong) {
                    try await house.logIn("ada@example.com", code: spare)
                }
                try await browser(house, recovery[1].description)
            }
        }
    }

    @Test("Recovery codes are made anew by password and code, and those of before are worth nothing")
    func renewedCodes() async throws {
        try await TwoHouses.with { houses in
            for (house, other) in houses.both {
                let ada = try await house.member("ada@example.com")
                let id = try ada.account
                let account = try await house.feature.read.one(id, in: house.scope)
                let actor = Actor(ada.caller.actor, requestID: "t")
                func renew(_ password: String, _ code: String) async throws -> [RecoveryCode] {
                    try await house.feature.factor.renewCodes(
                        id, password: password, typed: code, actor, in: house.scope)
                }
                await #expect(throws: IdentityError.factorOff) { try await renew(House.password, "000000") }
                let begun = try await house.feature.factor.begin(account, issuer: "Test", House.guest, in: house.scope)
                let old = try await house.feature.factor.confirm(
                    id, typed: begun.code.code(at: Date()), actor, in: house.scope)
                let code = begun.code.code(at: Date() + Double(TimeCode.stepSeconds))
                await #expect(throws: IdentityError.passwordWrong) { try await renew("wrong", code) }
                await #expect(throws: IdentityError.codeWrong) { try await renew(House.password, "000000") }
                await #expect(throws: IdentityError.accountNotFound) {
                    try await other.feature.factor.renewCodes(
                        id, password: House.password, typed: code, actor, in: other.scope)
                }
                _ = try await house.logIn("ada@example.com", code: old[9].description)
                let new = try await renew(House.password, code)
                #expect(Set(new).count == RecoveryCode.count && Set(new).isDisjoint(with: old))
                await #expect(throws: IdentityError.codeWrong) {
                    try await house.logIn("ada@example.com", code: old[0].description)
                }
                _ = try await house.logIn("ada@example.com", code: new[0].description)
                // One of them counts as the code, too.
                #expect(try await renew(House.password, new[1].description).count == RecoveryCode.count)
                let told = try await house.scope.run(
                    "select after::text as after from audit_entries where action = 'account.recovery_codes'")
                #expect(told.count == 2)
                #expect(try told.allSatisfy { try $0.get("after", as: String?.self) == #"{"factor": true}"# })
            }
        }
    }

    /// A browser shows its password first; that cookie opens nothing, and five wrong codes end it.
    private func browser(_ house: House, _ code: String) async throws {
        guard case .browser(let cookie, _, _, true) = try await house.logIn("ada@example.com", .browser) else {
            Issue.record("no code was asked for")
            return
        }
        #expect(try await house.cookie(cookie) == nil)
        func pass(_ cookie: String, _ code: String) async throws -> Credentials {
            try await house.feature.passFactor.run(
                cookie: cookie, code: code, House.place, requestID: "t", in: house.scope)
        }
        guard case .browser(let passed, _, _, false) = try await pass(cookie, code) else {
            Issue.record("not passed")
            return
        }
        #expect(passed != cookie)
        #expect(try await house.cookie(passed) != nil)
        guard case .browser(let other, _, _, true) = try await house.logIn("ada@example.com", .browser) else { return }
        for _ in 0..<5 {
            await #expect(throws: IdentityError.codeWrong) { try await pass(other, "000000") }
        }
        await #expect(throws: IdentityError.logInFailed) { try await pass(other, "000000") }
    }
}

extension House {
    fileprivate func logIn(
        _ email: String, _ kind: SessionKind, _ place: CredentialCheck.Place = House.place
    ) async throws -> Credentials {
        try await logIn(email, House.password, code: nil, kind, place)
    }
}
