import NIOHTTP1
import Postgres
import Tenancy
import TestSupport
import Testing

extension HostileTests {
    @Suite("What a guest types that would act")
    struct Guests {
        @Test("is shown as typed on pages, by the API, in mails and calendars, and does nothing there")
        func shown() async throws {
            try await HostileSite.run { site in
                var findings = Findings()
                let market = Market(site.partner, site.fleet, port: site.hub.port)
                try await market.setStock(1_000, of: try await market.hotel())
                for text in site.texts { try await HostileGuest.arrive(text, at: site).stay(&findings) }
                for text in site.texts {
                    let address = "\(text.word)@\(site.partner.word).example.com"
                    for mail in try await site.mails(to: address, 1) {
                        findings.see(mail, "confirmed \(text.word)", showing: text.kept, kind: "confirmed")
                        if !mail.header("from").contains("Zq9") {
                            findings.note("From does not name the brand: \(mail.header("from"))")
                        }
                    }
                }
                findings.expectNone()
            }
        }

        @Test("and that no line of text may hold is refused, each field by its name")
        func refused() async throws {
            try await HostileSite.run { site in
                var findings = Findings()
                let guest = try await HostileGuest.arrive(.harmless, at: site)
                for (index, text) in HostileText.refused.enumerated() {
                    for field in ["given_name", "family_name", "full_name", "latin_name", "given_kana"] {
                        let reply = try await site.wire.json(
                            "/api/bookings", [("idempotency-key", "refused-\(index)-\(field)")],
                            try guest.body([field: text]))
                        let pointer = "\"pointer\":\"/travellers/0/\(field)\""
                        if reply.status != 422 || !reply.body.contains(pointer)
                            || !reply.body.contains("control_character")
                        {
                            findings.note("\(field) \(index): \(reply.status) \(reply.body.prefix(300))")
                        }
                        findings.see(reply, "refused \(field) \(index)", showing: nil, status: 422)
                    }
                }
                findings.expectNone()
                let schema = site.partner.entry.schema
                let count: Int = try await site.fleet.admin.single(
                    "select count(*) as count from \(identifier: schema).bookings where tenant_id = \(site.partner.entry.id)"
                ).only().get("count")
                #expect(count == 0)
            }
        }
    }
}
