import Foundation
import Messaging
import Postgres
import NIOHTTP1
import Tenancy
import TestSupport
import Testing

@testable import TravelHub

@Suite("Papers of a booking, asked for over the wire")
struct PaperTests {
    private struct Guest {
        let wire: Wire
        let id: String
        let reference: String
        let token: String
        let email: String

        var path: String { "/api/bookings/\(id)" }
        func key() -> [(String, String)] { [("idempotency-key", UUID().uuidString)] }
        var access: [(String, String)] { [("x-booking-access", token)] }

        static func book(_ wire: Wire, email: String) async throws -> Guest {
            let offer = try await wire.get(Market.search).expect("offer_id")
            let held = try await wire.json(
                "/api/bookings", [("idempotency-key", UUID().uuidString)],
                """
                {"offer_id":"\(offer)","travellers":[{"given_name":"Zoë","family_name":"<b>Zyxq</b>"}],
                 "contact":{"email":"\(email)"}}
                """)
            return Guest(
                wire: wire, id: try held.expect("id"), reference: try held.expect("reference"),
                token: held.headers.first(name: "x-booking-access") ?? "", email: email)
        }

        func confirm() async throws {
            #expect(try await wire.json("\(path)/confirm", access + key(), "{}").status == 200)
        }

        func cancel() async throws {
            let promise = try await wire.json("\(path)/cancellation-quotes", access, "{}").expect(
                "cancellation_quote_id")
            let body = "{\"cancellation_quote_id\":\"\(promise)\"}"
            #expect(try await wire.json("\(path)/cancel", access + key(), body).status == 200)
        }

        /// A night more.
        func change() async throws {
            let promised = try await wire.json(
                "\(path)/change-quotes", access,
                "{\"check_in\":\"\(Market.day(0))\",\"check_out\":\"\(Market.day(3))\"}"
            ).expect("change_quote_id")
            let changed = try await wire.json(
                "\(path)/change", access + key(), "{\"change_quote_id\":\"\(promised)\"}")
            #expect(changed.status == 200, "\(changed.body)")
        }

        /// A browser that has found the booking: its cookies and the token of its forms.
        func browser() async throws -> (headers: [(String, String)], token: String) {
            let page = try await wire.get("/en/manage", [("accept", "text/html")])
            let (visit, token) = (page.cookie("visit") ?? "", page.hidden("csrf_token") ?? "")
            let found = try await wire.form(
                "/en/manage", [("accept", "text/html"), ("cookie", visit)],
                [("csrf_token", token), ("reference", reference), ("email", email)])
            return ([("accept", "text/html"), ("cookie", "\(visit); \(found.cookie("bookings") ?? "")")], token)
        }
    }

    private static func serve(
        _ body: @escaping @Sendable (TestFleet, RunningHub, [TestPartner], TestMailServer) async throws -> Void
    ) async throws {
        let fleet = try await TestFleet.make()
        let partners = [
            try await TestPartner.make("aurelia", as: "aurelia", .pooled, in: fleet),
            try await TestPartner.make("hinode", as: "hinode", .schema, in: fleet),
        ]
        let server = try await TestMailServer.start()
        try await RunningHub.run(1, on: fleet, withWorker: true, settings: ["SMTP_URL": server.url]) { hubs in
            try await body(fleet, try #require(hubs.first), partners, server)
        }
        await server.stop()
        await fleet.close()
    }

    @Test("A program gets receipt and invoice once a stay is agreed, and the credit note when it is given back")
    func program() async throws {
        try await Self.serve { fleet, hub, partners, _ in
            for (index, partner) in partners.enumerated() {
                let wire = Wire(port: hub.port, host: partner.host)
                let stranger = Wire(port: hub.port, host: partners[1 - index].host)
                let guest = try await Guest.book(wire, email: "zoe@example.org")
                let early = try await wire.get("\(guest.path)/receipt", guest.access)
                #expect(early.status == 409 && early.body.contains("paper.not_allowed"))
                try await guest.confirm()
                let receipt = try await wire.get("\(guest.path)/receipt", guest.access)
                #expect(receipt.status == 200 && receipt.body.hasPrefix("%PDF-"))
                #expect(receipt.headers["content-type"] == ["application/pdf"])
                #expect(receipt.headers.first(name: "content-disposition")?.contains("receipt-") == true)
                #expect(receipt.headers.first(name: "cache-control")?.contains("no-store") == true)
                #expect(try await wire.get("\(guest.path)/invoice", guest.access).body.contains("paper.not_issued"))

                let faulty = try await wire.json(
                    "\(guest.path)/invoice", guest.access + guest.key(), #"{"tax_number":"DE 1"}"#)
                #expect(faulty.status == 422 && faulty.body.contains("/company"))
                let body = #"{"company":"Müller & Söhne <GmbH>","tax_number":"DE 1","address":"Main Road 1\nBerlin"}"#
                let key = guest.key()
                let issued = try await wire.json("\(guest.path)/invoice", guest.access + key, body)
                #expect(issued.status == 201, "\(issued.body)")
                let number = try issued.expect("number")
                #expect(number.hasPrefix("INV-") && number.hasSuffix("-000001"))
                let replayed = try await wire.json("\(guest.path)/invoice", guest.access + key, body)
                #expect(replayed.status == 409 || replayed.body == issued.body)
                let again = try await wire.json("\(guest.path)/invoice", guest.access + guest.key(), "{}")
                #expect(again.status == 409 && again.body.contains("paper.issued"))

                let invoice = try await wire.get("\(guest.path)/invoice", guest.access)
                #expect(invoice.status == 200 && invoice.body.contains("/Lang (\(index == 0 ? "de" : "ja"))"))
                #expect(try await wire.get("\(guest.path)/invoice", guest.access).body == invoice.body)
                for path in ["receipt", "invoice", "credit-note"] {
                    #expect(try await stranger.get("\(guest.path)/\(path)", guest.access).status == 404)
                    #expect(try await wire.get("\(guest.path)/\(path)").status == 404)
                }
                #expect(try await wire.get("\(guest.path)/credit-note", guest.access).status == 404)
                try await guest.cancel()
                let scope = fleet.tenants.scope(partner.entry)
                #expect(
                    try await comesTrue {
                        try await !scope.run("select paper_id from papers where kind = 'credit_note'").isEmpty
                    })
                let note = try await wire.get("\(guest.path)/credit-note", guest.access)
                #expect(note.status == 200 && note.body.hasPrefix("%PDF-"))
                #expect(try await wire.get("\(guest.path)/invoice", guest.access).body == invoice.body)
            }
        }
    }

    @Test("A changed booking has its invoice taken back and another one, each to be had by number wherever papers are")
    func changed() async throws {
        try await Self.serve { fleet, hub, partners, server in
            for (index, partner) in partners.enumerated() {
                let guest = try await Guest.book(
                    Wire(port: hub.port, host: partner.host), email: "zoe@\(partner.host)")
                try await guest.confirm()
                let stranger = Wire(port: hub.port, host: partners[1 - index].host)
                #expect(try await guest.wire.get("\(guest.path)/papers", guest.access).body == #"{"data":[]}"#)
                let issued = try await guest.wire.json(
                    "\(guest.path)/invoice", guest.access + guest.key(), #"{"company":"Müller GmbH"}"#)
                let first = try issued.expect("number")
                let original = try await guest.wire.get("\(guest.path)/invoice", guest.access).body
                try await guest.change()
                let list = { try await guest.wire.get("\(guest.path)/papers", guest.access).body }
                #expect(try await comesTrue { try await list().components(separatedBy: "\"kind\"").count == 4 })
                let told = try await list()
                let numbers = told.matches(of: /"number":"([A-Z0-9-]+)"/).map { String($0.1) }
                #expect(numbers.count == 3 && numbers[0] == first && numbers[1].hasPrefix("CRN-"), "\(told)")
                #expect(told.components(separatedBy: "\"refers_to\":\"\(first)\"").count == 3, "\(told)")
                let now = try await guest.wire.get("\(guest.path)/invoice", guest.access)
                #expect(now.headers.first(name: "content-disposition")?.contains(numbers[2]) == true)
                let earlier = try await guest.wire.get("\(guest.path)/invoice?number=\(first)", guest.access)
                #expect(earlier.body == original)
                for (path, status) in [
                    ("invoice?number=\(numbers[1])", 404), ("credit-note?number=\(numbers[1])", 200),
                    ("invoice?number=INV-2020-000009", 404), ("invoice?number=x", 422),
                ] {
                    let told = try await guest.wire.get("\(guest.path)/\(path)", guest.access)
                    #expect(Int(told.status) == status, "\(path): \(told.status)")
                }
                for path in ["papers", "invoice?number=\(first)"] {
                    #expect(try await stranger.get("\(guest.path)/\(path)", guest.access).status == 404)
                }
                let (headers, token) = try await guest.browser()
                let page = "/en/bookings/\(guest.id)"
                let shown = try await guest.wire.get(page, headers).body
                for number in [first, numbers[2]] {
                    #expect(shown.contains("\(page)/invoice.pdf?number=\(number)\""), "\(shown)")
                    let file = try await guest.wire.get("\(page)/invoice.pdf?number=\(number)", headers)
                    #expect(file.status == 200 && file.body.hasPrefix("%PDF-"))
                }
                #expect(
                    shown.contains("\(page)/credit-note.pdf?number=\(numbers[1])\"")
                        && shown.contains("Invoice \(first) (PDF)"))
                _ = try await guest.wire.form("\(page)/resend", headers, [("csrf_token", token)])
                let mails = {
                    server.mails.filter { $0.recipients == ["zoe@\(partner.host)"] && $0.text.contains(".pdf") }
                }
                #expect(try await comesTrue { !mails().isEmpty })
                let parts = MailPart(try #require(mails().first).text).all
                #expect(parts.count { $0.type == "application/pdf" } == 4)
            }
        }
    }

    @Test("A browser asks for an invoice, takes the papers away and has all of them mailed, once in a while")
    func browser() async throws {
        try await Self.serve { fleet, hub, partners, server in
            for partner in partners {
                let guest = try await Guest.book(
                    Wire(port: hub.port, host: partner.host), email: "zoe@\(partner.host)")
                try await guest.confirm()
                let (headers, token) = try await guest.browser()
                let page = "/en/bookings/\(guest.id)"
                let shown = try await guest.wire.get(page, headers).body
                #expect(shown.contains("\(page)/receipt.pdf") && shown.contains("\(page)/invoice\""))
                #expect(!shown.contains("invoice.pdf") && !shown.contains("credit-note.pdf"))
                let form = try await guest.wire.get("\(page)/invoice", headers)
                #expect(form.status == 200 && form.body.contains("name=\"tax_number\""))
                func send(_ fields: [(String, String)]) async throws -> Wire.Reply {
                    try await guest.wire.form(
                        "\(page)/invoice", headers,
                        [("csrf_token", token), ("idempotency_key", UUID().uuidString)] + fields)
                }
                let faulty = try await send([("tax_number", "DE 1")])
                #expect(faulty.status == 422 && faulty.body.contains("id=\"company-error\""))
                #expect(faulty.body.contains("value=\"DE 1\""))
                let long = try await send([("company", String(repeating: "x", count: 201))])
                #expect(long.status == 422 && long.body.contains("id=\"company-error\""))
                let issued = try await send([("company", "Müller <GmbH>"), ("tax_number", "DE 1")])
                #expect(issued.headers.first(name: "location") == "\(page)?told=issued", "\(issued.status)")
                #expect(try await guest.wire.get("\(page)/invoice", headers).status == 303)
                #expect(try await send([("company", "Other")]).headers.first(name: "location") == page)
                let now = try await guest.wire.get("\(page)?told=issued", headers).body
                #expect(now.contains("\(page)/invoice.pdf") && now.contains("has been issued"))
                for file in ["receipt.pdf", "invoice.pdf"] {
                    let paper = try await guest.wire.get("\(page)/\(file)", headers)
                    #expect(paper.status == 200 && paper.body.contains("/Lang (en)"), "\(file) \(paper.status)")
                }
                let calendar = try await guest.wire.get("\(page)/stay.ics", headers)
                #expect(calendar.body.hasPrefix("BEGIN:VCALENDAR") && calendar.body.contains("STATUS:CONFIRMED"))
                for _ in 0..<3 {
                    let sent = try await guest.wire.form("\(page)/resend", headers, [("csrf_token", token)])
                    #expect(sent.headers.first(name: "location") == "\(page)?told=resent")
                }
                let mails = {
                    server.mails.filter { $0.recipients == ["zoe@\(partner.host)"] && $0.text.contains(".pdf") }
                }
                #expect(try await comesTrue { mails().count >= 1 })
                let parts = MailPart(try #require(mails().first).text).all
                let pdfs = parts.filter { $0.type == "application/pdf" }
                #expect(pdfs.count == 2 && pdfs.allSatisfy { $0.bytes.starts(with: Array("%PDF-".utf8)) })
                let mailed = try #require(parts.first { $0.type == "text/calendar" }).text
                let names = [mailed, calendar.body].map { $0.matches(of: /UID:(\S+)/).map { String($0.1) } }
                #expect(names[0] == names[1] && names[0].count == 2)
                let sent = try await fleet.tenants.scope(partner.entry).run(
                    "select mail_id from outgoing_mails where template = 'booking_papers'")
                #expect((1...2).contains(sent.count))
                // Without the browser's proof nothing is told, whether there is one or not.
                for file in ["receipt.pdf", "invoice.pdf", "stay.ics", "invoice"] {
                    let told = try await guest.wire.get("\(page)/\(file)", [("accept", "text/html")])
                    #expect(told.status == 404, "\(file)")
                }
            }
        }
    }
}
