import Foundation
import Jobs
import Messaging
import NIOHTTP1
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Bookings
@testable import TravelHub

@Suite("Mail about a booking")
struct MailTests {
    @Test("is written by the worker when a stay is confirmed and when it is cancelled, once each, per partner")
    func booking() async throws {
        let fleet = try await TestFleet.make()
        let partner = try await TestPartner.make("aurelia", as: "aurelia", .pooled, in: fleet)
        let other = try await TestPartner.make("hinode", as: "hinode", .schema, in: fleet)
        let server = try await TestMailServer.start()
        try await RunningHub.run(1, on: fleet, withWorker: true, settings: ["SMTP_URL": server.url]) { hubs in
            let hub = try #require(hubs.first)
            for (host, name, email) in [
                (partner.host, "Zoë \u{202E}<b>", "zoe@example.org"), (other.host, "太郎", "taro@example.jp"),
            ] {
                try await Self.bookAndCancel(Wire(port: hub.port, host: host), name: name, email: email)
            }
            #expect(try await comesTrue { server.mails.count == 4 }, "\(server.mails.map(\.recipients))")
            let zoe = server.mails.filter { $0.recipients == ["zoe@example.org"] }
            #expect(zoe.count == 2)
            for mail in zoe {
                #expect(mail.text.contains("text/calendar") && !mail.text.contains("hinode"))
                let parts = MailPart(mail.text).all
                #expect(parts.contains { $0.type == "text/html" && $0.text.contains("Zoë &lt;b&gt;") })
                #expect(parts.contains { $0.type == "text/plain" && $0.text.contains("Zoë <b>") })
            }
            let states = try await fleet.tenants.scope(partner.entry).run(
                "select template, state from outgoing_mails order by mail_id")
            #expect(
                try states.map { try $0.get("template", as: String.self) } == [
                    "booking_confirmed", "booking_cancelled",
                ])
        }
        await server.stop()
        await fleet.close()
    }

    @Test("is kept and shown on the platform's page while developing, and nowhere else")
    func keptMail() async throws {
        let fleet = try await TestFleet.make()
        let partner = try await TestPartner.make("aurelia", as: "aurelia", .pooled, in: fleet)
        _ = try await TestPartner.make("hinode", as: "hinode", .schema, in: fleet)
        try await RunningHub.run(1, on: fleet, withWorker: true, settings: ["ENVIRONMENT": "development"]) { hubs in
            let hub = try #require(hubs.first)
            let platform = Wire(port: hub.port, host: "platform.test")
            try await Self.bookAndCancel(
                Wire(port: hub.port, host: partner.host), name: "<script>alert(1)</script>", email: "zoe@example.org")
            let html = [("accept", "text/html")]
            #expect(try await comesTrue { try await platform.get("/mail", html).body.contains("zoe@example.org") })
            let list = try await platform.get("/mail", html)
            let path = try #require(list.body.firstMatch(of: #/href="(\/mail\/aurelia\/[a-z0-9-]+)"/#)?.1)
            let view = try await platform.get(String(path), html)
            #expect(view.status == 200 && view.body.contains("sandbox") && !view.body.contains("<script>alert"))
            #expect(view.headers["content-security-policy"].count == 1)
            let frame = try await platform.get("\(path)/html", html)
            #expect(frame.headers["content-security-policy"].first?.hasSuffix("; sandbox") == true)
            #expect(frame.body.contains("&lt;script&gt;") && !frame.body.contains("<script"))
            let file = try await platform.get("\(path)/attachments/0")
            #expect(
                file.body.hasPrefix("BEGIN:VCALENDAR") && file.headers["content-type"] == ["application/octet-stream"])
            for wrong in ["/mail/aurelia/nothing", "/mail/..%2f..%2fsecrets/x", "\(path)/attachments/7"] {
                #expect(try await platform.get(wrong, html).status >= 400, "\(wrong)")
            }
            #expect(try await Wire(port: hub.port, host: partner.host).get("/mail", html).status == 404)
        }
        try await RunningHub.run(1, on: fleet) { hubs in
            let reply = try await Wire(port: hubs[0].port, host: "platform.test").get("/mail")
            #expect(reply.status == 404)
        }
        await fleet.close()
    }

    @Test("of news is stopped by one click of a reader or of a machine, on the site that sent it")
    func unsubscribe() async throws {
        let fleet = try await TestFleet.make()
        let partner = try await TestPartner.make("aurelia", as: "aurelia", .pooled, in: fleet)
        let other = try await TestPartner.make("hinode", as: "hinode", .schema, in: fleet)
        try await RunningHub.run(1, on: fleet) { hubs in
            let hub = try #require(hubs.first)
            let index = try await fleet.dataKeys.key(of: partner.entry.id).blindIndex("zoe@example.org")
            let mail = hub.hub.mail
            try await fleet.tenants.scope(partner.entry).transaction { tx in
                try await mail.consents.record(true, of: index, kind: "news", source: "test", requestID: nil, in: tx)
            }
            let path = mail.unsubscribePath("news", index, tenant: partner.entry.id)
            let wire = Wire(port: hub.port, host: partner.host)
            let html = [("accept", "text/html")]
            let page = try await wire.get(path, html)
            #expect(page.status == 200 && page.body.contains("<form method=\"post\" action=\"\(path)\">"))
            #expect(try await mail.consents.isGranted(index, kind: "news", in: fleet.tenants.scope(partner.entry)))
            #expect(try await Wire(port: hub.port, host: other.host).send("POST", path, html).status == 404)
            #expect(try await wire.send("POST", path + "x", html).status == 404)
            #expect(try await mail.consents.isGranted(index, kind: "news", in: fleet.tenants.scope(partner.entry)))
            let multipart = [("content-type", "multipart/form-data; boundary=x")]
            let done = try await wire.send(
                "POST", path, multipart,
                body: "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n")
            #expect(done.status == 200 && !done.body.contains("<form"))
            let isGranted = try await mail.consents.isGranted(
                index, kind: "news", in: fleet.tenants.scope(partner.entry))
            #expect(!isGranted)
        }
        await fleet.close()
    }

    @Test("tells a guest of what was confirmed, changed or taken back, and of nothing that was never theirs")
    func occasions() {
        let course: [Int: BookingState] = [1: .held, 2: .confirmed, 3: .confirmed, 4: .cancelled]
        #expect(
            (1...5).map { BookingMails.Occasion(step: $0, of: course) } == [nil, .confirmed, .changed, .cancelled, nil])
        #expect(BookingMails.Occasion(step: 2, of: [1: .held, 2: .cancelled]) == nil)
        #expect(BookingMails.Occasion(step: 2, of: [1: .held, 2: .expired]) == nil)
    }

    @Test("is written of a booking that was confirmed and then changed, with a calendar file that replaces the first")
    func changed() async throws {
        let fleet = try await TestFleet.make()
        let partner = try await TestPartner.make("aurelia", as: "aurelia", .pooled, in: fleet)
        let other = try await TestPartner.make("hinode", as: "hinode", .schema, in: fleet)
        let server = try await TestMailServer.start()
        try await RunningHub.run(1, on: fleet, withWorker: true, settings: ["SMTP_URL": server.url]) { hubs in
            let hub = try #require(hubs.first)
            for place in [partner, other] {
                let wire = Wire(port: hub.port, host: place.host)
                try await Self.bookAndCancel(wire, name: "Zoë", email: "zoe@\(place.host)") { id in
                    try await Self.change(id, place.entry, fleet)
                }
            }
            #expect(try await comesTrue { server.mails.count == 6 }, "\(server.mails.map(\.recipients))")
            for place in [partner, other] {
                let files = server.mails.filter { $0.recipients == ["zoe@\(place.host)"] }.compactMap { mail in
                    MailPart(mail.text).all.first { $0.type == "text/calendar" }?.text
                }
                #expect(files.map { $0.contains("STATUS:CANCELLED") } == [false, false, true])
                let sequences = files.compactMap { $0.firstMatch(of: /SEQUENCE:([0-9]+)/)?.1 }.map(String.init)
                #expect(sequences == ["2", "3", "4"])
                #expect(Set(files.compactMap { $0.firstMatch(of: /UID:(\S+)-stay/)?.1 }).count == 1)
                let scope = fleet.tenants.scope(place.entry)
                #expect(
                    try await scope.run("select template from outgoing_mails order by mail_id").map {
                        try $0.get("template", as: String.self)
                    } == ["booking_confirmed", "booking_changed", "booking_cancelled"])
                #expect(
                    try await scope.run("select kind from shared.outbox_events order by event_id").map {
                        try $0.get("kind", as: String.self)
                    } == ["booking.held", "booking.confirmed", "booking.changed", "booking.cancelled"])
            }
        }
        await server.stop()
        await fleet.close()
    }

    /// What every verb that agrees a booking anew writes.
    private static func change(_ id: BookingID, _ entry: TenantEntry, _ fleet: TestFleet) async throws {
        let records = BookingRecords(
            outbox: Outbox(identifiers: fleet.identifiers), audit: AuditTrail(identifiers: fleet.identifiers))
        try await fleet.tenants.scope(entry).transaction { tx in
            let dated = try DatedBooking(try await tx.run(BookingStore.lock(id, .none)).only())
            let change = try dated.booking.changed(by: .change, at: dated.instant)
            _ = try await tx.run(
                [BookingStore.apply(change, penalty: nil)]
                    + records.statements(of: change, .system(requestID: nil), tenant: tx.tenant))
        }
    }

    private static func bookAndCancel(
        _ wire: Wire, name: String, email: String, between: (BookingID) async throws -> Void = { _ in }
    ) async throws {
        let found = try await wire.get(Market.search)
        let offer = try found.expect("offer_id")
        let person = name.replacingOccurrences(of: "\u{202E}", with: "")
        let body = """
            {"offer_id":"\(offer)","travellers":[{"full_name":"\(person)"}],"contact":{"email":"\(email)"}}
            """
        let held = try await wire.json("/api/bookings", [("idempotency-key", UUID().uuidString)], body)
        let id = try held.expect("id")
        let access = [("x-booking-access", held.headers.first(name: "x-booking-access") ?? "")]
        let key = { [("idempotency-key", UUID().uuidString)] }
        let confirmed = try await wire.json("/api/bookings/\(id)/confirm", access + key(), "{}")
        #expect(confirmed.status == 200, "\(confirmed.body)")
        try await between(BookingID(try #require(UUID(uuidString: id))))
        let quote = try await wire.json("/api/bookings/\(id)/cancellation-quotes", access, "{}")
            .expect("cancellation_quote_id")
        let cancelled = try await wire.json(
            "/api/bookings/\(id)/cancel", access + key(), "{\"cancellation_quote_id\":\"\(quote)\"}")
        #expect(cancelled.status == 200, "\(cancelled.body)")
    }
}
