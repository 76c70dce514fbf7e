import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import TravelHub

@Suite("Whoever goes leaves no trace in the trail, and the trail stands")
struct AuditErasureTests {
    private static let agent = "Erasable-Agent/7"

    @Test(
        "An account's end takes out from where and what, of that person only; the chain verifies, sealed before or after"
    )
    func deletion() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let seat = try await AuditedSeat.take(sites)
            let (leaver, stayer) = (try await seat.person(), try await seat.person())
            for person in [leaver, stayer] {
                let name = person.email == leaver.email ? Self.agent : "Kept-Agent/7"
                let fields = person.bearer + [("user-agent", name), ("content-type", "application/json")]
                for body in [#"{"name":"Eve","locale":"en"}"#, #"{"name":"Ada","locale":"en"}"#] {
                    #expect(try await seat.wire.send("PATCH", "/api/me", fields, body: body).status == 200)
                }
                _ = try await seat.wire.send("POST", "/api/me/sessions/end-others", fields, body: "{}")
            }
            let asked = try await seat.sites.wire(SweptSites.platformHost).json(
                "/api/platform/tenants/\(seat.partner.word)/impersonations", seat.operators,
                "{\"email\":\"\(leaver.email)\",\"reason\":\"Erasable-Reason of theirs\"}")
            #expect(asked.status == 201)
            try await Self.seal(sites)
            #expect(try await Self.holders(of: "Erasable-", sites.fleet).isEmpty == false)
            // This one and the deletion's own are not sealed yet.
            _ = try await seat.wire.send(
                "PATCH", "/api/me",
                leaver.bearer + [("user-agent", Self.agent), ("content-type", "application/json")],
                body: #"{"name":"Last","locale":"en"}"#)
            let gone = try await seat.wire.send(
                "POST", "/api/me/deletion",
                leaver.bearer + [("user-agent", Self.agent), ("content-type", "application/json")],
                body: "{\"password\":\"\(AuditedSeat.password)\"}")
            #expect(gone.status == 204, "\(gone.body)")
            for _ in 0..<2 {
                #expect(try await Self.holders(of: "Erasable-", sites.fleet).isEmpty)
                #expect(try await Self.holders(of: "Kept-Agent", sites.fleet) == ["shared.audit_entries"])
                try await Self.verify(sites)
                try await Self.seal(sites)
            }
            let told = try await seat.wire.get(
                "/api/admin/audit?actor=account:\(leaver.account.text)", seat.owner.bearer)
            #expect(told.body.contains("account.delete") && told.body.contains("account.profile"))
        }
    }

    @Test("Staff have a guest's traces erased by the booking; another site's same booking keeps its own")
    func byBooking() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let seat = try await AuditedSeat.take(sites)
            let held = try await seat.held()
            for partner in [sites.attacker, sites.victim] {
                _ = try await sites.fleet.owner.single(
                    """
                    insert into shared.audit_entries
                      (tenant_id, entry_id, action, actor, subject_kind, subject_id, user_agent, address)
                    values (\(partner.entry.id), gen_random_uuid(), 'booking.read', 'guest', 'booking', \(held.id),
                            \(partner.word + " agent"), '192.0.2.9')
                    """)
            }
            try await Self.seal(sites)
            let reply = try await seat.send(
                seat.asOwner(
                    "/api/admin/audit/erasures", "{\"object_kind\":\"booking\",\"object_id\":\"\(held.id)\"}"), "POST")
            #expect(reply.status == 200 && reply.body.contains("\"entries\":2"), "\(reply.body)")
            #expect(try await Self.holders(of: "\(sites.attacker.word) agent", sites.fleet).isEmpty)
            #expect(try await Self.holders(of: "\(sites.victim.word) agent", sites.fleet) == ["shared.audit_entries"])
            try await Self.verify(sites)
            let agent = try await seat.person(role: "agent")
            let denied = try await seat.wire.json(
                "/api/admin/audit/erasures", agent.bearer, #"{"object_kind":"booking","object_id":"x"}"#)
            #expect(denied.status == 403)
        }
    }

    @Test("The person's entries are found by indexes")
    func plan() async throws {
        let fleet = try await TestFleet.make()
        let (one, two) = try await fleet.pair(.pooled)
        for entry in [one, two] {
            _ = try await fleet.owner.single(
                """
                insert into shared.audit_entries (tenant_id, entry_id, action, actor, on_behalf_of, subject_kind, subject_id)
                select \(entry.id), gen_random_uuid(), 'x', 'account:' || n, case when n % 10 = 0 then 'account:' || n end,
                       'account', n::text from generate_series(1, 5000) n
                """)
        }
        _ = try await fleet.owner.single("analyze shared.audit_entries")
        let rows = try await fleet.tenants.scope(one).run(
            """
            explain (costs off) select entry_id from audit_entries e
             where e.tenant_id = (select tenancy.current_tenant()) and e.erased_by is null
               and (e.actor = 'account:7' or e.on_behalf_of = 'account:7'
                    or (e.subject_kind = 'account' and e.subject_id = '7'))
            """)
        let plan = try rows.map { try $0.get("QUERY PLAN", as: String.self) }.joined(separator: "\n")
        #expect(plan.contains("BitmapOr") && plan.contains("on_behalf_of_idx"), "\(plan)")
        await fleet.close()
    }

    static func seal(_ sites: SweptSites) async throws {
        _ = try await AuditSealing(ledger: .tenants(worker: sites.fleet.worker), masterKeys: sites.fleet.masterKeys)
            .run()
        let open: Int = try await sites.fleet.admin.single(
            "select count(*) as count from shared.audit_entries where seal_number is null"
        ).only().get("count")
        #expect(open == 0)
    }

    /// As `travelhub audit verify` does it.
    static func verify(_ sites: SweptSites) async throws {
        let reach = AuditReach(base: sites.hub.base)
        for verification in reach.verifications {
            for chain in try await verification.chains() {
                #expect(try await verification.verify(chain).broken == nil)
            }
        }
        await reach.close()
    }

    /// Tables in which a row, written out as a text, holds the words.
    private static func holders(of words: String, _ fleet: TestFleet) async throws -> Set<String> {
        let tables = try await fleet.admin.single(
            """
            select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where c.relkind in ('r', 'p') and not c.relispartition
               and n.nspname not in ('pg_catalog', 'information_schema')
            """)
        var found: Set<String> = []
        for row in tables {
            let (schema, table): (String, String) = (try row.get("nspname"), try row.get("relname"))
            let isThere: Bool = try await fleet.admin.single(
                """
                select exists (select from \(identifier: schema).\(identifier: table) t
                                where strpos(t::text, \(words)) > 0) as is_there
                """
            ).only().get("is_there")
            if isThere { found.insert("\(schema).\(table)") }
        }
        return found
    }
}
