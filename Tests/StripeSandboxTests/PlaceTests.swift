import Foundation
import TestSupport
import Testing

@testable import StripeSandbox

@Suite("Where a sandbox is")
struct PlaceTests {
    @Test("Its token is made once, and what it says of itself is for its user alone")
    func isKept() throws {
        let directory = URL(fileURLWithPath: try TestDirectory.scratch())
        let token = try SandboxPlace.controlToken(in: directory)
        #expect(try SandboxPlace.controlToken(in: directory) == token && token.count == 52)
        #expect(SandboxPlace.read(from: directory) == nil)
        let account = OpenedAccount(id: "acct_1", name: "aurelia", secretKey: "sk_test_1", publishableKey: "pk_test_1")
        for port in [1, 2] {
            let place = SandboxPlace(port: port, controlToken: token, accounts: [account])
            try place.write(to: directory)
            #expect(SandboxPlace.read(from: directory) == place)
        }
        for name in ["control.token", "sandbox.json"] {
            let found = try FileManager.default.attributesOfItem(atPath: directory.appendingPathComponent(name).path)
            #expect(found[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test("Keys follow from name and token, and from nothing else")
    func derivesKeys() {
        let keys = AccountKeys(of: "aurelia", controlToken: "a token")
        #expect(keys == AccountKeys(of: "aurelia", controlToken: "a token"))
        #expect(keys != AccountKeys(of: "halfway", controlToken: "a token"))
        #expect(keys != AccountKeys(of: "aurelia", controlToken: "another"))
        #expect(keys.secretKey.hasPrefix("sk_test_") && keys.publishableKey.hasPrefix("pk_test_"))
        #expect(
            AccountKeys(secretKey: "sk_live_0123456789") == nil && AccountKeys(secretKey: "sk_test_a b c d e") == nil)
    }
}
