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
                let asked = try await seat.get("\(page)/cancel")
                let promise = try #require(asked.hidden("cancellation_quote_id"), "\(asked.status)")

                let silent = try await seat.post(
                    "\(page)/cancel", [("cancellation_quote_id", promise), ("reason", " ")])
                #expect(silent.status == 422 && silent.hidden("cancellation_quote_id") != nil)
                let strange = try await seat.post(
                    "\(page)/cancel", [("cancellation_quote_id", UUID().text), ("reason", Self.reason)])
                #expect(strange.status == 404)
                #expect(try await Self.state(held[.booking], partner, sites) == "held")

                let done = try await seat.post(
                    "\(page)/cancel", [("cancellation_quote_id", promise), ("reason", Self.reason)])
                #expect(
                    done.headers.first(name: "location") == "\(page)?done=booking_cancelled", "\(done.body.prefix(500))"
                )
                #expect(try await Self.state(held[.booking], partner, sites) == "cancelled")
                let shown = try await seat.get("\(page)?done=booking_cancelled").body
                #expect(
                    shown.contains("leaks") && shown.contains("&lt;b&gt;in&lt;/b&gt; 12") && !shown.contains("<b>in"))
                #expect(shown.contains("The guest began to book.") && !shown.contains("\(page)/cancel"))
                #expect(try await seat.get("\(page)/cancel").status == 409)
                #expect(try await Self.trail(held[.booking], sites).contains(#"Ceiling \"leaks\""#))
                try await Self.isSealed(partner, sites)

                let stranger = try await ConsoleSeat.signIn(
                    SweptPeople(word: other.word).email, on: sites.wire(other.host))
                #expect(try await stranger.get("\(page)/cancel").status == 404)
                let theirs = try await stranger.post(
                    "\(page)/cancel", [("cancellation_quote_id", promise), ("reason", Self.reason)])
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
            let promise = try #require(try await owner.get("\(page)/cancel").hidden("cancellation_quote_id"))
            _ = try await sites.fleet.admin.single(
                """
                update pooled.cancellation_quotes set expires_at = clock_timestamp() - interval '1 second'
                 where cancellation_quote_id = \(try #require(UUID(uuidString: promise)))
                """)
            let late = try await owner.post("\(page)/cancel", [("cancellation_quote_id", promise), ("reason", "Late")])
            #expect(late.status == 409)
            let again = try #require(late.hidden("cancellation_quote_id"))
            #expect(again != promise && late.body.contains("Late"))
            let done = try await owner.post("\(page)/cancel", [("cancellation_quote_id", again), ("reason", "Late")])
            #expect(done.status == 303)
        }
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
