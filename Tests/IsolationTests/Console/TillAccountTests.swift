import Foundation
import NIOHTTP1
import Payments
import Postgres
import StripeSandbox
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import TravelHub

@Suite("Where a site's money goes")
struct TillAccountTests {
    @Test("Is said with keys that the processor knows, told without what is secret, and let go of after being asked")
    func page() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let (partner, other) = (sites.victim, sites.attacker)
            let (owner, stranger) = (
                try await TillPageTests.owner(partner, sites), try await TillPageTests.owner(other, sites)
            )
            let path = "/admin/payments/account"
            let keys = try await sites.stripe.account(partner.word)
            let page = try await owner.get(path).body
            #expect(page.contains(keys.id) && page.contains("/api/payments/events") && !page.contains(keys.secretKey))
            #expect(try await !stranger.get(path).body.contains(keys.id))
            let question = try await owner.get("\(path)/disconnect")
            #expect(question.status == 200 && question.body.contains("class=\"consequences\""))
            let gone = try await owner.post("\(path)/disconnect")
            #expect(gone.headers.first(name: "location") == "\(path)?done=payments_disconnected")
            #expect(try await owner.get("\(path)/disconnect").status == 404)
            #expect(try await stranger.get("\(path)/disconnect").status == 200)

            func form(_ processor: String, _ shown: String, _ secret: String) -> [(String, String)] {
                [("processor", processor), ("publishable_key", shown), ("secret_key", secret)]
            }
            let strange = "sk_test_" + String(repeating: "q", count: 24)
            for (sent, status, told) in [
                (form("sandbox", "pk_test_12345678", "sk"), 422, "field-secret_key-error"),
                (form("sandbox", "pk_live_12345678", strange), 422, "field-publishable_key-error"),
                (form("sandbox", "pk_live_12345678", "sk_live_12345678"), 422, "field-secret_key-error"),
                (form("sandbox", keys.publishableKey, strange), 409, "field-secret_key-error"),
                (form("bank", keys.publishableKey, strange), 422, "field-processor"),
            ] {
                let refused = try await owner.post(path, sent)
                #expect(refused.status == status && refused.body.contains(told), "\(sent): \(refused.status)")
                #expect(!refused.body.contains(strange), "a secret key is shown again")
            }
            let done = try await owner.post(path, form("sandbox", keys.publishableKey, keys.secretKey))
            #expect(done.headers.first(name: "location") == "\(path)?done=payments_connected", "\(done.body)")
            #expect(try await owner.get(path).body.contains(keys.id))
            let trail = try await sites.fleet.admin.single(
                "select coalesce(before::text, '') || coalesce(after::text, '') as told from shared.audit_entries"
            ).map { try $0.get("told", as: String.self) }.joined()
            #expect(trail.contains(keys.id) && !trail.contains(keys.secretKey) && !trail.contains(strange))
        }
    }

    @Test("Is said by a program in the same way")
    func program() async throws {
        try await SweptSites.serve(.schema, .pooled) { sites in
            let partner = sites.victim
            let (wire, mine) = (sites.wire(partner.host), try await TillPageTests.bearer(partner, sites))
            let path = "/api/admin/payment-account"
            let keys = try await sites.stripe.account(partner.word)
            let told = try await wire.get(path, mine)
            #expect(
                told.body.contains(#""mode":"sandbox""#) && told.body.contains(keys.id) && !told.body.contains("sk_"))
            #expect(try await wire.send("DELETE", path, mine).status == 204)
            let none = try await wire.get(path, mine)
            #expect(none.status == 404 && none.body.contains("payment.account_unknown"))
            #expect(try await wire.send("DELETE", path, mine).status == 404)
            let sent = """
                {"processor":"sandbox","publishable_key":"\(keys.publishableKey)","secret_key":"\(keys.secretKey)"}
                """
            let json = mine + [("content-type", "application/json")]
            let done = try await wire.send("PUT", path, json, body: sent)
            #expect(done.status == 200 && done.body.contains(keys.id), "\(done.body)")
            let live = sent.replacing("_test_", with: "_live_")
            let refused = try await wire.send("PUT", path, json, body: live)
            #expect(refused.status == 422 && refused.body.contains("payment_real_money"), "\(refused.body)")
            #expect(try await wire.send("PUT", path, [("content-type", "application/json")], body: sent).status == 401)
            // The other's account stands as it was.
            let theirs = try await sites.wire(sites.attacker.host).get(
                path, try await TillPageTests.bearer(sites.attacker, sites))
            #expect(theirs.status == 200 && !theirs.body.contains(keys.id))
        }
    }
}
