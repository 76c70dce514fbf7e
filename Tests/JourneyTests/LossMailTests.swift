import Foundation
import NIOHTTP1
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Messaging
@testable import TravelHub

@Suite("What a site loses is told to those who look after it", .serialized)
struct LossMailTests {
    /// Two partners with their staff, whole processes with a worker, and the DNS and the mail server that they use.
    struct Town: Sendable {
        let fleet: TestFleet
        let north: TestPartner
        let club: TestPartner
        let hub: RunningHub
        let names: TestNameServer
        let server: TestMailServer

        static func serve(
            settings more: [String: String] = [:], _ body: @escaping @Sendable (Town) async throws -> Void
        ) async throws {
            let fleet = try await TestFleet.make()
            let north = try await TestPartner.make("severny", as: "north", .pooled, in: fleet)
            let club = try await TestPartner.make("aurelia", as: "club", .schema, in: fleet)
            for partner in [north, club] {
                for (role, locale) in [("owner", "en"), ("admin", "de"), ("agent", "en"), ("traveller", "en")] {
                    try await settle(role, locale, partner, fleet)
                }
            }
            let (names, server) = (try await TestNameServer.start(), try await TestMailServer.start())
            let settings = [
                "DNS_SERVERS": names.address, "DOMAINS_TARGETS": "127.0.0.7", "SMTP_URL": server.url,
            ]
            try await RunningHub.run(1, on: fleet, withWorker: true, settings: settings.merging(more) { $1 }) { hubs in
                try await body(
                    Town(
                        fleet: fleet, north: north, club: club, hub: try #require(hubs.first), names: names,
                        server: server))
            }
            await names.stop()
            await server.stop()
            await fleet.close()
        }

        private static func settle(
            _ role: String, _ locale: String, _ partner: TestPartner, _ fleet: TestFleet
        ) async throws {
            let key = try await fleet.dataKeys.key(of: partner.entry.id)
            let address = "\(role)@\(partner.word).example"
            _ = try await fleet.tenants.scope(partner.entry).run(
                """
                insert into accounts
                  (tenant_id, account_id, email_sealed, email_index, name_sealed, data_key_number, role, locale)
                values (\(partner.entry.id), \(fleet.identifiers.next()),
                        \(try key.seal(address, field: "accounts.email")), \(key.blindIndex(address)),
                        \(try key.seal("Ada", field: "accounts.name")), \(key.number), \(role), \(locale))
                """)
        }

        /// Recipients of letters of that template, in order, once there are as many as there should be.
        func told(_ template: String, _ count: Int) async throws -> [String] {
            func found() async throws -> Int {
                try await fleet.admin.single(
                    "select count(*) as number from pooled.outgoing_mails where template = \(template) and state = 'sent'"
                ).only().get("number")
            }
            #expect(try await comesTrue { try await found() == count }, "\(template)")
            return server.mails.flatMap(\.recipients).sorted()
        }

        /// Everything that is news is told once more, as after a worker that was killed.
        func tellAgain() async throws {
            let last: Int = try await fleet.admin.single("select max(position) as last from shared.outbox_events")
                .only().get("last")
            _ = try await fleet.admin.single(
                "update shared.outbox_cursors set position = 0 where subscriber = \(LossMails.subscriber)")
            #expect(
                try await comesTrue {
                    try await fleet.admin.single(
                        """
                        select 1 from shared.outbox_cursors
                         where subscriber = \(LossMails.subscriber) and position = \(last)
                        """
                    ).count == 1
                })
        }

        var letters: Int {
            get async throws {
                try await fleet.admin.single("select count(*) as number from pooled.outgoing_mails").only()
                    .get("number")
            }
        }
    }

    static let keepers = ["admin@north.example", "owner@north.example"]

    @Test("a domain: once when its proof fails, once when it is lost, its keepers alone, each in their language")
    func domain() async throws {
        try await Town.serve { town in
            let (host, base) = ("www.north.example", "/api/platform/tenants/north/domains")
            let platform = Wire(port: town.hub.port, host: OperatorSeat.host)
            let fields = [
                ("authorization", "Bearer \(RunningHub.operatorToken)"), ("content-type", "application/json"),
            ]
            let claimed = try await platform.send("POST", base, fields, body: "{\"host\":\"\(host)\"}")
            let (id, record) = (try claimed.expect("id"), "_travelhub-challenge.\(host)")
            /// A look that nobody asked for a moment ago.
            func look(_ state: String) async throws {
                _ = try await town.fleet.admin.single("update platform.domain_claims set asked_at = null")
                let reply = try await platform.send("POST", "\(base)/\(id)/verify", fields, body: "{}")
                #expect(reply.body.contains("\"state\":\"\(state)\""), "\(reply.body)")
            }
            town.names.set(record, [.txt([try claimed.expect("content")])])
            town.names.set(host, [.a(127, 0, 0, 7)])
            try await look("verified")
            town.names.remove(record)
            try await look("failing")
            try await look("failing")
            #expect(try await town.told("domain_failing", 2) == Self.keepers)
            _ = try await town.fleet.admin.single(
                "update platform.domain_claims set failing_since = failing_since - interval '8 days'")
            try await look("lost")
            #expect(try await town.told("domain_lost", 2) == (Self.keepers + Self.keepers).sorted())
            try await town.tellAgain()
            #expect(try await town.letters == 4)
            let german = try #require(town.server.mails.last { $0.recipients == ["admin@north.example"] })
            let parts = MailPart(german.text).all.filter { ["text/plain", "text/html"].contains($0.type) }
            #expect(
                parts.count == 2 && parts.allSatisfy { $0.text.contains(host) && $0.text.contains("/admin/domains") })
            #expect(try await town.fleet.tenants.scope(town.club.entry).run("select 1 from outgoing_mails").isEmpty)
        }
    }

    @Test("a sender: once when it is lost, by a letter of the platform's own sender")
    func sender() async throws {
        try await Town.serve { town in
            let (desk, scope) = (town.hub.hub.mail.desk, town.fleet.tenants.scope(town.north.entry))
            let author = SenderDesk.Author(actor: "account:test")
            _ = try await desk.put(try #require(MailAddress("hello@north.example")), "North", nil, author, in: scope)
            let key = try await town.fleet.dataKeys.key(of: town.north.entry.id)
            let made = try #require(try await desk.makeKey(.ed25519, key, author, in: scope)?.dkim)
            let record = "\(made.selector)._domainkey.north.example"
            town.names.set(record, [.txt([SenderCheck.dkimRecord(made)])])
            #expect(try await desk.check(author, in: scope)?.isProven == true)
            town.names.set(record, [])
            #expect(try await desk.check(author, in: scope)?.standing.text == "failing")
            _ = try await town.fleet.admin.single(
                "update pooled.mail_senders set failing_since = failing_since - interval '8 days'")
            try await desk.recheck(author, in: scope)
            #expect(try await town.told("sender_lost", 2) == Self.keepers)
            for mail in town.server.mails {
                let letter = MailPart(mail.text)
                #expect(letter.field("from")?.contains("hello@north.example") == false)
                #expect(letter.all.contains { $0.type == "text/html" && $0.text.contains("hello@north.example") })
            }
            // Lost once, it is looked at no more, and what is told again is written no more.
            try await desk.recheck(author, in: scope)
            try await town.tellAgain()
            #expect(try await town.letters == 2)
            #expect(try await town.fleet.tenants.scope(town.club.entry).run("select 1 from outgoing_mails").isEmpty)
        }
    }

    @Test("but a claim that nobody ever proved ends in silence")
    func unproved() async throws {
        try await Town.serve { town in
            let platform = Wire(port: town.hub.port, host: OperatorSeat.host)
            let fields = [
                ("authorization", "Bearer \(RunningHub.operatorToken)"), ("content-type", "application/json"),
            ]
            let base = "/api/platform/tenants/north/domains"
            let claimed = try await platform.send("POST", base, fields, body: "{\"host\":\"www.north.example\"}")
            _ = try await town.fleet.admin.single(
                "update platform.domain_claims set created_at = created_at - interval '31 days', asked_at = null")
            let reply = try await platform.send(
                "POST", "\(base)/\(try claimed.expect("id"))/verify", fields, body: "{}")
            #expect(reply.body.contains("\"state\":\"lost\""), "\(reply.body)")
            let news = try await town.fleet.admin.single(
                "select 1 from shared.outbox_events where kind like 'domain.%'")
            #expect(news.isEmpty)
        }
    }
}
