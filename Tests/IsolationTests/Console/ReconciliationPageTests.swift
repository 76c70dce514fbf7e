import Foundation
import Localization
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

@Suite("A site's books beside its processor's, wherever they are asked for")
struct ReconciliationPageTests {
    private static let page = "/admin/ledger/reconciliation"
    private static let api = "/api/admin/ledger/reconciliation"

    @Test("Agree by page, program and command line, until money comes past them, which each of the three names")
    func planted() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            for (partner, other) in [(sites.victim, sites.attacker), (sites.attacker, sites.victim)] {
                let wire = sites.wire(partner.host)
                let t = sites.hub.catalogues.translator(.english)
                let owner = try await TillPageTests.owner(partner, sites)
                let mine = try await TillPageTests.bearer(partner, sites)
                _ = try await SweptTill.pay(wire, sites, partner)
                #expect(try await owner.get("/admin/ledger").body.contains("href=\"\(Self.page)\""))
                let sound = try await owner.get(Self.page)
                #expect(sound.status == 200 && sound.body.contains(t("console.reconciliation.sound")), "\(sound.body)")
                #expect(sound.body.contains(t("console.reconciliation.none")))
                #expect(try await owner.records("\(Self.page)?format=csv").isEmpty)
                let told = try await wire.get("\(Self.api)?verify=true", mine)
                #expect(told.status == 200 && told.body.contains(#""processor":"answered","is_sound":true"#))
                #expect(told.body.contains(#""findings":[]"#) && told.body.contains(#""agreed_count":1"#))
                let (code, said) = try Self.reconcile(partner, sites)
                #expect(code == 0 && said.contains("1 agree"), "\(said)")

                let charge = try await Self.plant(partner, sites)
                let different = try await owner.get(Self.page)
                #expect(different.body.contains(charge) && different.body.contains("42.00"))
                #expect(different.body.contains(t("console.reconciliation.states.missing_in_books")))
                #expect(different.body.contains(t("console.reconciliation.unsound")))
                let rows = try await owner.records("\(Self.page)?format=csv&sort=books&order=down")
                #expect(rows.count == 1 && rows[0].hasPrefix("\(charge),missing_in_books,charge,,,4200,"), "\(rows)")
                let found = try await wire.get(Self.api, mine).body
                #expect(found.contains(#""is_sound":false"#) && found.contains(charge))
                #expect(found.contains(#""state":"missing_in_books""#) && found.contains(#""books":null"#))
                let (broken, words) = try Self.reconcile(partner, sites)
                #expect(broken == 1 && words.contains("MISSING at the ledger: charge \(charge)"), "\(words)")
                #expect(words.contains("DIFFERENT by"), "\(words)")

                let stranger = try await TillPageTests.owner(other, sites)
                #expect(try await !stranger.get(Self.page).body.contains(charge))
                #expect(try await wire.get(Self.api).status == 401)
                try await ConsoleSeat.settle("agent", "agent@example.com", named: "Agent", sites, partner)
                let agent = try await ConsoleSeat.signIn("agent@example.com", on: wire)
                #expect(try await agent.get(Self.page).status == 403)
                await sites.hub.reads.flush()
                #expect(try await TillPageTests.trail("ledger_reconciliation.export", partner, sites).count == 2)
            }
        }
    }

    @Test("Say in words why the processor's side is not known, and have no file of it then")
    func silent() async throws {
        try await SweptSites.serve(.schema, .pooled) { sites in
            let (partner, wire) = (sites.victim, sites.wire(sites.victim.host))
            let owner = try await TillPageTests.owner(partner, sites)
            let mine = try await TillPageTests.bearer(partner, sites)
            let account = try await sites.stripe.account(partner.word)
            try await sites.stripe.control(
                "POST", "faults", #"{"effect":"status","status":503,"count":2,"account":"\#(account.id)"}"#)
            try await expect("unreachable", owner, wire, mine, sites)
            try await sites.stripe.control("DELETE", "faults")
            try await sites.hub.payments.connect.disconnect(
                AuditActor("operator:test"), in: sites.fleet.tenants.scope(partner.entry))
            try await expect("no_account", owner, wire, mine, sites)
            #expect(try await owner.get("\(Self.page)?from=2026-06-02&until=2026-06-01").status == 422)
            let backwards = "\(Self.api)?from=2026-06-02T00:00:00Z&until=2026-06-01T00:00:00Z"
            #expect(try await wire.get(backwards, mine).status == 422)
            let file = try await owner.get("\(Self.page)?format=csv")
            #expect(file.status == 200 && file.body.contains("<html"))
            let verified = try await owner.get("\(Self.page)?verify=true&from=2026-06-01&until=2026-06-02").body
            #expect(verified.contains(sites.hub.catalogues.translator(.english)("console.reconciliation.books_sound")))
        }
    }

    private func expect(
        _ silence: String, _ owner: ConsoleSeat, _ wire: Wire, _ mine: [(String, String)], _ sites: SweptSites
    ) async throws {
        let told = try await wire.get(Self.api, mine)
        #expect(told.status == 200 && told.body.contains(#""processor":"\#(silence)","is_sound":null"#), "\(told.body)")
        let page = try await owner.get(Self.page)
        let words = sites.hub.catalogues.translator(.english)("console.reconciliation.silent.\(silence)")
        #expect(page.status == 200 && page.body.replacing("&#39;", with: "'").contains(words), "\(page.body)")
    }

    /// Somebody takes money by the same key; the name of the charge.
    private static func plant(_ partner: SweptPartner, _ sites: SweptSites) async throws -> String {
        let account = try await sites.stripe.account(partner.word)
        let reply = try await Wire(port: sites.stripe.port, host: "localhost:\(sites.stripe.port)").send(
            "POST", "/v1/payment_intents",
            [
                ("authorization", "Bearer \(account.secretKey)"),
                ("content-type", "application/x-www-form-urlencoded"),
            ],
            body: "amount=4200&currency=eur&payment_method_types[]=card&payment_method=pm_card_visa&confirm=true")
        return try #require(reply.body.firstMatch(of: /"latest_charge":"(ch_[A-Za-z0-9]+)"/).map { String($0.1) })
    }

    /// `travelhub ledger reconcile` as an operator runs it.
    private static func reconcile(_ partner: SweptPartner, _ sites: SweptSites) throws -> (code: Int32, said: String) {
        let process = Process()
        process.executableURL = TestFleet.root.appendingPathComponent(".build/debug/travelhub")
        process.arguments = ["ledger", "reconcile", "--tenant", partner.word]
        process.environment = [
            "DATABASE_URL": sites.fleet.adminConninfo, "MASTER_KEYS": TestFleet.masterKeyText,
            "STRIPE_SANDBOX_URL": sites.stripe.url, "ROOT_DIRECTORY": TestFleet.root.path, "LOG_LEVEL": "error",
            "PATH": "/usr/bin:/bin",
        ]
        let output = Pipe()
        (process.standardOutput, process.standardError) = (output, output)
        try process.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, said)
    }
}
