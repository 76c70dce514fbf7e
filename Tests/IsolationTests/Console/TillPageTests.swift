import Foundation
import Localization
import NIOHTTP1
import Payments
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import TravelHub

@Suite("A site's payments on its console")
struct TillPageTests {
    @Test("Stand in one list with their refunds, found by what they are, and are nobody else's to see")
    func history() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            for (partner, other) in [(sites.victim, sites.attacker), (sites.attacker, sites.victim)] {
                let wire = sites.wire(partner.host)
                let owner = try await Self.owner(partner, sites)
                let t = sites.hub.catalogues.translator(.english)
                #expect(try await owner.get("/admin/payments").body.contains(t("console.payments.none")))
                let paid = try await SweptTill.pay(wire, sites, partner)
                let refund = try await SweptTill.grant(500, of: paid, sites, partner)
                let reference = try await sites.fleet.tenants.scope(partner.entry).run(
                    "select reference from bookings where booking_id = \(try #require(UUID(uuidString: paid.booking)))"
                ).only().get("reference", as: String.self)

                let rows = try await owner.rows("/admin/payments")
                #expect(rows.count == 2 && rows[0].contains("Refund") && rows[1].contains("visa 4242"), "\(rows)")
                #expect(try await owner.rows("/admin/payments?sort=made&order=up") == rows.reversed())
                for (look, count) in [
                    ("kind=refund", 1), ("kind=payment&state=captured", 1), ("state=succeeded", 0),
                    ("reference=\(reference.lowercased())", 2), ("reference=ZZZZ2222", 0), ("reference=nonsense!", 0),
                    ("needs_person=true", 0), ("until=2020-01-01", 0), ("from=2020-01-01", 2), ("state=&kind=", 2),
                ] {
                    #expect(try await owner.rows("/admin/payments?\(look)").count == count, "\(look)")
                }
                #expect(try await owner.get("/admin/payments?from=2026-06-02&until=2026-06-01").status == 422)
                let file = try await owner.records("/admin/payments?format=csv&sort=made&order=up")
                #expect(file.count == 2 && file[0].hasPrefix("\(paid.payment.text),payment,"), "\(file)")
                #expect(
                    file[1].contains(
                        "\(refund.text),refund,\(paid.payment.text),\(paid.booking),\(reference),asked,500"))

                let page = try await owner.get("/admin/payments/\(paid.payment.text)")
                #expect(
                    page.status == 200 && page.body.contains("pi_") && page.body.contains(">swept<"), "\(page.body)")
                let booking = try await owner.get("/admin/bookings/\(paid.booking)").body
                #expect(booking.contains("/admin/payments/\(paid.payment.text)") && booking.contains("/refund"))

                let stranger = try await Self.owner(other, sites)
                #expect(try await stranger.get("/admin/payments/\(paid.payment.text)").status == 404)
                #expect(try await !stranger.get("/admin/payments").body.contains(reference))
                try await ConsoleSeat.settle("agent", "agent@example.com", named: "Agent", sites, partner)
                let agent = try await ConsoleSeat.signIn("agent@example.com", on: wire)
                for path in ["/admin/payments", "/admin/payments/account", "/admin/payments/\(paid.payment.text)"] {
                    #expect(try await agent.get(path).status == 403, "\(path)")
                }
                #expect(try await !agent.get("/admin/bookings/\(paid.booking)").body.contains(paid.payment.text))
                await sites.hub.reads.flush()
                #expect(try await Self.trail("payment.export", partner, sites).count == 1)
                #expect(try await Self.trail("payment.read", partner, sites) == [paid.payment.text])
            }
        }
    }

    @Test("Are told to programs page by page, each once, in both orders, as they are described")
    func programs() async throws {
        try await SweptSites.serve(.schema, .pooled) { sites in
            let partner = sites.victim
            let wire = sites.wire(partner.host)
            let (mine, theirs) = (try await Self.bearer(partner, sites), try await Self.bearer(sites.attacker, sites))
            let paid = try await SweptTill.pay(wire, sites, partner)
            var made = [paid.payment.text]
            for minor in [100, 200, 300] {
                made.append(try await SweptTill.grant(minor, of: paid, sites, partner).text)
            }
            for (order, expected) in [("down", Array(made.reversed())), ("up", made)] {
                var (told, next): ([String], String?) = ([], "")
                while let place = next {
                    let page = try await wire.get("/api/admin/payments?limit=3&order=\(order)\(place)", mine)
                    #expect(page.status == 200, "\(page.body)")
                    told += page.body.matches(of: /\{"id":"([^"]+)","kind"/).map { String($0.output.1) }
                    next = page.member("next_cursor").map { "&cursor=\($0)" }
                }
                #expect(told == expected, "\(order)")
            }
            let ofBooking = try await wire.get("/api/admin/payments?booking=\(paid.booking)&kind=payment", mine)
            #expect(ofBooking.body.contains(paid.payment.text) && ofBooking.body.contains(#""refunded":{"amount":600"#))
            let elsewhere = paid.currency == "JPY" ? "EUR" : "JPY"
            for (currency, count) in [(paid.currency, 4), (elsewhere, 0)] {
                let found = try await wire.get("/api/admin/payments?currency=\(currency)", mine).body
                #expect(found.matches(of: /\{"id":"[^"]+","kind"/).count == count, "\(currency): \(found)")
                let file = try await wire.get("/api/admin/payments/export?currency=\(currency)", mine).body
                #expect(file.contains(paid.payment.text) == (count > 0), "\(currency)")
            }
            let one = try await wire.get("/api/admin/payments/\(paid.payment.text)", mine)
            #expect(one.status == 200 && one.body.contains(#""reason":"swept""#), "\(one.body)")
            let booked = try await wire.get("/api/admin/bookings/\(paid.booking)/payments", mine)
            #expect(booked.body.contains(#""refunded":{"amount":600"#), "\(booked.body)")
            let export = try await wire.get("/api/admin/payments/export?kind=refund", mine)
            #expect(export.status == 200 && export.body.components(separatedBy: "refund,").count == 4)
            #expect(try await wire.get("/api/admin/payments?state=paid", mine).status == 422)
            let other = sites.wire(sites.attacker.host)
            #expect(try await other.get("/api/admin/payments", theirs).body.contains(#""data":[]"#))
            #expect(try await other.get("/api/admin/payments/\(paid.payment.text)", theirs).status == 404)
            #expect(try await other.get("/api/admin/bookings/\(paid.booking)/payments", theirs).status == 404)
        }
    }

    @Test("That nobody could settle stand first and on the overview, until somebody says how they were settled")
    func person() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let (partner, other) = (sites.victim, sites.attacker)
            let (owner, stranger) = (try await Self.owner(partner, sites), try await Self.owner(other, sites))
            var held = Holdings()
            try await SweptTill.gather(partner, sites, into: &held)
            let t = sites.hub.catalogues.translator(.english)
            let words = t("console.payments.person_for.amount_differs")
            for path in ["/admin", "/admin/payments", "/admin/payments?needs_person=true"] {
                #expect(try await owner.get(path).body.contains(words), "\(path)")
                #expect(try await !stranger.get(path).body.contains(words), "\(path)")
            }
            let page = "/admin/payments/\(held[.payment])"
            #expect(try await owner.get(page).body.contains("with the booking"))
            // The refund is still on its way: to look sends it.
            let looked = try await owner.post("\(page)/look")
            #expect(looked.headers.first(name: "location") == "\(page)?done=payment_looked")
            #expect(try await owner.rows("/admin/payments?state=succeeded&kind=refund").count == 1)
            #expect(try await stranger.post("\(page)/look").status == 404)

            let refund = "/admin/payments/refunds/\(held[.refund])/settled"
            #expect(try await owner.get(refund).status == 409, "what was settled needs nobody")
            #expect(try await owner.get("\(page)/settled").body.contains("class=\"consequences\""))
            #expect(try await stranger.get("\(page)/settled").status == 404)
            #expect(try await stranger.post("\(page)/settled", [("reason", "x")]).status == 404)
            #expect(try await owner.post("\(page)/settled", [("reason", " ")]).status == 422)
            let done = try await owner.post("\(page)/settled", [("reason", "Paid \"cash\" at the desk")])
            #expect(done.headers.first(name: "location") == "\(page)?done=payment_settled", "\(done.status)")
            #expect(try await owner.post("\(page)/settled", [("reason", "Twice")]).status == 409)
            #expect(try await owner.rows("/admin/payments?needs_person=true").isEmpty)
            #expect(try await !owner.get("/admin").body.contains(words))
            let told = try await sites.fleet.admin.single(
                """
                select before::text || after::text as told from shared.audit_entries
                 where action = 'payment.settle_otherwise' and tenant_id = \(partner.entry.id)
                """
            ).only().get("told", as: String.self)
            #expect(told.contains("amount_differs") && told.contains(#"Paid \"cash\""#), "\(told)")
        }
    }

    static func owner(_ partner: SweptPartner, _ sites: SweptSites) async throws -> ConsoleSeat {
        try await ConsoleSeat.signIn(SweptPeople(word: partner.word).email, on: sites.wire(partner.host))
    }

    static func bearer(_ partner: SweptPartner, _ sites: SweptSites) async throws -> [(String, String)] {
        let entered = try await sites.wire(partner.host).json(
            "/api/auth/login", [],
            "{\"email\":\"\(SweptPeople(word: partner.word).email)\",\"password\":\"\(SweptPeople.password)\"}")
        return [("authorization", "Bearer \(try entered.expect("access_token"))")]
    }

    /// What entries of that action are about.
    static func trail(_ action: String, _ partner: SweptPartner, _ sites: SweptSites) async throws -> [String] {
        try await sites.fleet.admin.single(
            """
            select subject_id from shared.audit_entries where action = \(action) and tenant_id = \(partner.entry.id)
             order by entry_id
            """
        ).map { try $0.get("subject_id") }
    }
}
