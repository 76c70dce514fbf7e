import Foundation
import NIOHTTP1
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import TravelHub

@Suite("Addresses that a site does not write to")
struct SuppressionPageTests {
    private static let path = "/admin/mail/suppressions"
    private static let hostile = "<script>alert(1)</script>"

    /// Beside the one that each site has: a complaint about a mail that is kept, as a reader's server told it.
    private static func complain(_ sites: SweptSites, _ partner: SweptPartner, _ address: String) async throws -> UUID {
        let key = try await sites.fleet.dataKeys.key(of: partner.entry.id)
        let (mail, id) = (sites.fleet.identifiers.next(), sites.fleet.identifiers.next())
        _ = try await sites.fleet.tenants.scope(partner.entry).run([
            """
            insert into outgoing_mails (tenant_id, mail_id, template, weight, locale, recipient_sealed,
                recipient_index, data_key_number, state)
            values (\(partner.entry.id), \(mail), 'news', 'consented', 'en',
                \(try key.seal("{\"address\":\"\(address)\",\"name\":null}", field: "outgoing_mails.recipient")),
                \(key.blindIndex(address)), \(key.number), 'sent')
            """,
            """
            insert into mail_suppressions (tenant_id, address_index, reason, diagnostic, mail_id, suppression_id)
            values (\(partner.entry.id), \(key.blindIndex(address)), 'complaint', \(hostile), \(mail), \(id))
            """,
        ])
        return id
    }

    @Test("Are listed masked, found whole, and lifted on a page that asks; the neighbour's stay")
    func lifted() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let wire = sites.wire(sites.victim.host)
            let owner = try await ConsoleSeat.signIn(SweptPeople(word: sites.victim.word).email, on: wire)
            let id = try await Self.complain(sites, sites.victim, "reader@example.com")
            let theirs = try await Self.complain(sites, sites.attacker, "reader@example.com")
            let before = try await sites.rows(of: sites.attacker)
            let list = try await owner.get(Self.path)
            #expect(list.status == 200 && list.body.contains("r•••@e•••.com") && list.body.contains("/\(id.text)/lift"))
            #expect(!list.body.contains("reader@example.com") && !list.body.contains(Self.hostile))
            for (query, count) in [
                ("?state=complaint", 1), ("?state=refused", 0), ("?q=READER%40example.com", 1), ("?q=reader", 0),
                ("?order=up", 2), ("?q=nobody%40example.com", 0),
            ] {
                let found = try await owner.get(Self.path + query)
                #expect(found.status == 200 && found.body.matches(of: /\/lift"/).count == count, "\(query)")
            }
            let file = try await owner.get("\(Self.path)?format=csv")
            #expect(file.body.contains("complaint") && !file.body.contains("reader@example.com"))
            let question = try await owner.get("\(Self.path)/\(id.text)/lift")
            #expect(question.body.contains("class=\"consequences\"") && question.body.contains("r•••@e•••.com"))
            for wrong in [theirs, UUID()] {
                #expect(try await owner.get("\(Self.path)/\(wrong.text)/lift").status == 404)
                #expect(try await owner.post("\(Self.path)/\(wrong.text)/lift").status == 404)
            }
            #expect(try await owner.post("\(Self.path)/\(id.text)/lift", isTrue: false).status == 403)
            #expect(
                try await owner.post("\(Self.path)/\(id.text)/lift").headers["location"].first
                    == "\(Self.path)?done=suppression_lifted")
            #expect(try await owner.post("\(Self.path)/\(id.text)/lift").status == 404)
            #expect(try await !owner.get(Self.path).body.contains(id.text))
            #expect(try await sites.rows(of: sites.attacker) == before)
            try await ConsoleSeat.settle("agent", "agent@example.com", named: "A", sites, sites.victim)
            let agent = try await ConsoleSeat.signIn("agent@example.com", on: wire)
            let shown = try await agent.get(Self.path)
            #expect(shown.status == 200 && !shown.body.contains("/lift\""))
        }
    }

    @Test("Are read page by page and lifted by the API, each site's own")
    func programs() async throws {
        try await SweptSites.serve(.schema, .pooled) { sites in
            let seat = try await AuditedSeat.take(sites)
            let id = try await Self.complain(sites, seat.partner, "reader@example.com")
            let path = "/api/admin/mail/suppressions"
            let first = try await seat.wire.get("\(path)?limit=1", seat.owner.bearer)
            #expect(first.status == 200 && first.body.contains(id.text) && first.body.contains("r•••@e•••.com"))
            let cursor = try first.expect("next_cursor")
            let second = try await seat.wire.get("\(path)?limit=1&cursor=\(cursor)", seat.owner.bearer)
            #expect(second.body.contains("hard_bounce") && second.body.contains("\"next_cursor\":null"))
            let found = try await seat.wire.get("\(path)?address=reader@example.com", seat.owner.bearer)
            #expect(found.body.matches(of: /"reason":/).count == 1)
            for status in [204, 404] {
                let reply = try await seat.wire.send("DELETE", "\(path)/\(id.text)", seat.owner.bearer)
                #expect(reply.status == status)
            }
        }
    }
}
