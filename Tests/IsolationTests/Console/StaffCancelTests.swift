import Foundation
import NIOHTTP1
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import TravelHub

@Suite("A booking that the staff cancels")
struct StaffCancelTests {
    private static let reason = "Ceiling \"leaks\" <b>in</b> 12; Mr Zyxq told on the phone"

    @Test("Asks for a reason, which the timeline and the trail tell and the other site never sees")
    func reason() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            for (partner, other) in [(sites.victim, sites.attacker), (sites.attacker, sites.victim)] {
                let wire = sites.wire(partner.host)
                let held = try await Holdings.gather(wire, word: partner.word)
                let seat = try await ConsoleSeat.signIn(SweptPeople(word: partner.word).email, on: wire)
                let page = "/admin/bookings/\(held[.booking])"
                #expect(try await seat.get(page).body.contains("\(page)/cancel"))
                let before = try await sites.rows(of: partner)
                let shown = try Self.shown(try await seat.get("\(page)/cancel"))
                // A look is no effect.
                let after = try await sites.rows(of: partner)
                let changed = before.filter { after[$0.key] != $0.value }.keys
                #expect(
                    changed.filter { $0.contains("quote") || $0.contains("booking") || $0.contains("hold") }.isEmpty)
                #expect(
                    changed.allSatisfy { ["sessions", "audit_entries", "api_usage"].contains(where: $0.hasSuffix) },
                    "\(changed)")

                let silent = try await seat.post("\(page)/cancel", shown + [("reason", " ")])
                #expect(silent.status == 422)
                #expect(try Self.shown(silent).map(\.0) == shown.map(\.0))
                #expect(try await Self.state(held[.booking], partner, sites) == "held")

                let done = try await seat.post("\(page)/cancel", shown + [("reason", Self.reason)])
                #expect(
                    done.headers.first(name: "location") == "\(page)?done=booking_cancelled", "\(done.body.prefix(500))"
                )
                #expect(try await Self.state(held[.booking], partner, sites) == "cancelled")
                let told = try await seat.get("\(page)?done=booking_cancelled").body
                #expect(
                    told.contains("leaks") && told.contains("&lt;b&gt;in&lt;/b&gt; 12") && !told.contains("<b>in"))
                #expect(told.contains("The guest began to book.") && !told.contains("\(page)/cancel"))
                #expect(try await seat.get("\(page)/cancel").status == 409)
                #expect(try await Self.trail(held[.booking], sites).contains(#"Ceiling \"leaks\""#))
                try await Self.isSealed(partner, sites)

                let stranger = try await ConsoleSeat.signIn(
                    SweptPeople(word: other.word).email, on: sites.wire(other.host))
                #expect(try await stranger.get("\(page)/cancel").status == 404)
                let theirs = try await stranger.post("\(page)/cancel", shown + [("reason", Self.reason)])
                #expect(theirs.status == 404)
            }
        }
    }

    @Test("Is cancelled by nobody who may only look, and at no price that holds no more")
    func refused() async throws {
        try await SweptSites.serve(.schema, .pooled) { sites in
            let wire = sites.wire(sites.victim.host)
            let held = try await Holdings.gather(wire, word: sites.victim.word)
            let page = "/admin/bookings/\(held[.booking])"
            try await ConsoleSeat.settle("partner", "looker@zyxq.example.com", named: "Looker", sites, sites.victim)
            let looker = try await ConsoleSeat.signIn("looker@zyxq.example.com", on: wire)
            #expect(try await looker.get("\(page)/cancel").status == 403)
            let owner = try await ConsoleSeat.signIn(SweptPeople(word: "zyxq").email, on: wire)
            let shown = try Self.shown(try await owner.get("\(page)/cancel"))
            // What was shown is over, was shown of another course or at another price, or would hold for too long.
            for (name, value) in [
                ("shown_until", Date(timeIntervalSinceNow: -1).rfc3339), ("shown_sequence", "7"),
                ("shown_penalty", "1"), ("shown_until", Date(timeIntervalSinceNow: 3_600).rfc3339),
            ] {
                let changed = shown.map { $0.0 == name ? (name, value) : $0 }
                let refused = try await owner.post("\(page)/cancel", changed + [("reason", "Late")])
                #expect(refused.status == 409 && refused.body.contains("Late"), "\(name) \(value)")
                #expect(try Self.shown(refused).first { $0.0 == name }?.1 != value)
            }
            #expect(try await Self.state(held[.booking], sites.victim, sites) == "held")
            let done = try await owner.post("\(page)/cancel", shown + [("reason", "Late")])
            #expect(done.status == 303)
        }
    }

    @Test(
        "Is cancelled by a program in the same way: promised first, for a reason, once for a key, and on no other site")
    func program() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            for (partner, other) in [(sites.victim, sites.attacker), (sites.attacker, sites.victim)] {
                let wire = sites.wire(partner.host)
                let held = try await Holdings.gather(wire, word: partner.word)
                let (owner, stranger) = (
                    try await Self.bearer(partner, sites), try await Self.bearer(other, sites)
                )
                let path = "/api/admin/bookings/\(held[.booking])"
                let quoted = try await wire.json("\(path)/cancellation-quotes", owner, "{}")
                let promise = try quoted.expect("cancellation_quote_id")
                let key = [("idempotency-key", UUID().text)]
                func body(_ promise: String, _ reason: String) throws -> String {
                    let members = ["cancellation_quote_id": promise, "reason": reason]
                    let encoder = JSONEncoder()
                    // The same request is the same bytes.
                    encoder.outputFormatting = [.sortedKeys]
                    return String(decoding: try encoder.encode(members), as: UTF8.self)
                }
                #expect(try await wire.json("\(path)/cancel", owner, body(promise, "Flood")).status == 400)
                let silent = try await wire.json("\(path)/cancel", owner + key, body(promise, " "))
                #expect(silent.status == 422 && silent.body.contains("/reason"), "\(silent.body)")
                let strange = try await wire.json(
                    "\(path)/cancel", owner + [("idempotency-key", UUID().text)], body(UUID().text, "Flood"))
                #expect(strange.status == 404 && strange.body.contains("cancellation.not_found"))
                let theirs = try await sites.wire(other.host).json(
                    "\(path)/cancel", stranger + key, body(promise, "Flood"))
                #expect(theirs.status == 404 && theirs.body.contains("booking.not_found"))
                #expect(try await wire.json("\(path)/cancel", stranger + key, body(promise, "x")).status == 401)

                let done = try await wire.json("\(path)/cancel", owner + key, body(promise, Self.reason))
                #expect(done.status == 200 && done.body.contains(#""state":"cancelled""#), "\(done.body)")
                let again = try await wire.json("\(path)/cancel", owner + key, body(promise, Self.reason))
                #expect(again.body == done.body && again.headers.first(name: "idempotent-replayed") == "true")
                let late = try await wire.json(
                    "\(path)/cancel", owner + [("idempotency-key", UUID().text)], body(promise, Self.reason))
                #expect(late.status == 409 && late.body.contains("booking.not_allowed"))
                let trail = try await Self.trail(held[.booking], sites)
                #expect(trail.hasPrefix("account:") && trail.contains(#"Ceiling \"leaks\""#))
                try await Self.isSealed(partner, sites)
            }
        }
    }

    /// What the page's form would send back of what it showed.
    private static func shown(_ page: Wire.Reply) throws -> [(String, String)] {
        try ["shown_sequence", "shown_penalty", "shown_until"].map {
            ($0, try #require(page.hidden($0), "\(page.status)"))
        }
    }

    private static func bearer(_ partner: SweptPartner, _ sites: SweptSites) async throws -> [(String, String)] {
        let entered = try await sites.wire(partner.host).json(
            "/api/auth/login", [],
            "{\"email\":\"\(SweptPeople(word: partner.word).email)\",\"password\":\"\(SweptPeople.password)\"}")
        return [("authorization", "Bearer \(try entered.expect("access_token"))")]
    }

    private static func state(_ id: String, _ partner: SweptPartner, _ sites: SweptSites) async throws -> String {
        try await sites.fleet.tenants.scope(partner.entry).run(
            "select state from bookings where booking_id = \(try #require(UUID(uuidString: id)))"
        ).only().get("state")
    }

    private static func trail(_ id: String, _ sites: SweptSites) async throws -> String {
        try await sites.fleet.admin.single(
            """
            select actor || ' ' || after::text as told from shared.audit_entries
             where action = 'booking.cancel' and subject_id = \(id)
            """
        ).only().get("told")
    }

    /// Not a word of it lies in the timeline as it was typed.
    private static func isSealed(_ partner: SweptPartner, _ sites: SweptSites) async throws {
        let rows = try await sites.fleet.tenants.scope(partner.entry).run(
            "select reason_sealed, e::text as row from booking_events e where reason_sealed is not null")
        #expect(rows.count == 1)
        for row in rows {
            let text: String = try row.get("row")
            #expect(!text.contains("leaks") && !text.contains(Array("leaks".utf8).hexadecimal))
        }
    }
}
