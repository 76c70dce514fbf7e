import Foundation
import Messaging
import Postgres
import Tenancy
import TestSupport
import Testing

@Suite("A delivery report")
struct BounceTests {
    private func report(_ messageID: String, action: String = "failed", status: String = "5.1.1") -> String {
        """
        From: MAILER-DAEMON@mx.example.org
        To: no-reply@mail.localhost
        Subject: Undelivered Mail Returned to Sender
        Content-Type: multipart/report; report-type=delivery-status;
        \tboundary="b1"
        MIME-Version: 1.0

        --b1
        Content-Type: text/plain

        I'm sorry.
        --b1
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.org

        Final-Recipient: rfc822; ada@example.org
        Action: \(action)
        Status: \(status)
        Diagnostic-Code: smtp; 550 \(status) <ada@example.org>:
         Recipient address rejected

        --b1
        Content-Type: text/rfc822-headers

        From: no-reply@mail.localhost
        Message-ID: \(messageID)
        Subject: Hello
        --b1--
        """
    }

    private func sentMail(_ fixture: MailFixture) async throws -> String {
        try await fixture.write(.bookingConfirmed(Letters.booking()))
        try await fixture.work()
        let mail = try #require(fixture.server.mails.last)
        return try #require(MailPart(mail.text).field("message-id"))
    }

    @Test("of a mailbox that does not exist marks the mail and keeps its partner from writing there again")
    func hard() async throws {
        let fixture = try await MailFixture.make()
        let name = try await sentMail(fixture)
        #expect(try await fixture.bounces.record(report(name)) == .recorded(fixture.one.entry.id, 1))
        let row = try await fixture.row()
        #expect(row.state == "bounced" && row.reply?.contains("Recipient address rejected") == true)
        #expect(try await fixture.bounces.record(report(name)) == .recorded(fixture.one.entry.id, 0))
        try await fixture.write(.bookingConfirmed(Letters.booking()))
        try await fixture.work()
        #expect(try await fixture.row().fault == "suppressed")
        try await fixture.write(.bookingConfirmed(Letters.booking()), from: fixture.two)
        try await fixture.work()
        #expect(try await fixture.row(fixture.two).state == "sent")
        await fixture.close()
    }

    @Test("of a full mailbox or a delay stops nothing")
    func soft() async throws {
        let fixture = try await MailFixture.make()
        let name = try await sentMail(fixture)
        #expect(
            try await fixture.bounces.record(report(name, action: "delayed", status: "4.4.1"))
                == .recorded(fixture.one.entry.id, 1))
        #expect(try await fixture.row().state == "sent")
        _ = try await fixture.bounces.record(report(name, status: "5.2.2"))
        #expect(try await fixture.row().state == "bounced")
        try await fixture.write(.bookingConfirmed(Letters.booking()))
        try await fixture.work()
        #expect(try await fixture.row().state == "sent")
        await fixture.close()
    }

    @Test("that somebody made up, or that is none, changes nothing")
    func forged() async throws {
        let fixture = try await MailFixture.make()
        let name = try await sentMail(fixture)
        var parts = name.split(separator: ".").map(String.init)
        parts[2] = String(repeating: "0", count: 20) + "@mail.localhost>"
        for forged in [parts.joined(separator: "."), "<x@y>", ""] {
            let outcome = try await fixture.bounces.record(report(forged))
            #expect(outcome == .unknownMail || outcome == .notAReport)
        }
        #expect(try await fixture.bounces.record("Subject: hi\n\nhello") == .notAReport)
        #expect(try await fixture.bounces.record("") == .notAReport)
        #expect(try await fixture.row().state == "sent")
        await fixture.close()
    }

    @Test("comes back to an address of the platform's that names the mail by itself, whatever its case")
    func returnPath() async throws {
        let fixture = try await MailFixture.make(.schema)
        _ = try await sentMail(fixture)
        let sender = try #require(fixture.server.mails.last?.sender)
        #expect(sender.hasPrefix("bounces+") && sender.hasSuffix("@mail.localhost"))
        #expect(sender.split(separator: "@")[0].utf8.count <= 64)
        // Servers that return no header, and those that write the address otherwise.
        let bare =
            report("<theirs@example.org>").components(separatedBy: "--b1\nContent-Type: text/rfc822-headers")[0]
            + "--b1--"
        #expect(try await fixture.bounces.record(bare) == .unknownMail)
        #expect(try await fixture.bounces.record(bare, sentTo: "someone@else.example") == .unknownMail)
        #expect(
            try await fixture.bounces.record(bare, sentTo: sender.uppercased())
                == .recorded(fixture.one.entry.id, 1))
        #expect(try await fixture.row().state == "bounced")
        // To whom the report was delivered stands in its own header.
        let delivered = "Delivered-To: \(sender)\n" + report("<theirs@example.org>", action: "delayed", status: "4.4.1")
        #expect(try await fixture.bounces.record(delivered) == .recorded(fixture.one.entry.id, 1))
        await fixture.close()
    }

    @Test("to an address that was changed, or of another partner's mail, says nothing of this one")
    func forgedReturnPath() async throws {
        let fixture = try await MailFixture.make()
        _ = try await sentMail(fixture)
        let sender = try #require(fixture.server.mails.last?.sender)
        let mail = try #require(fixture.returnPaths.read(sender))
        #expect(mail.tenant == fixture.one.entry.number)
        for position in stride(from: 8, to: 56, by: 5) {
            var signs = Array(sender)
            signs[position] = signs[position] == "a" ? "b" : "a"
            #expect(fixture.returnPaths.read(String(signs)) == nil, "\(position)")
        }
        for other in ["bounces@mail.localhost", "bounces+@mail.localhost", "", String(repeating: "+a", count: 9_000)] {
            #expect(fixture.returnPaths.read(other) == nil)
        }
        #expect(fixture.returnPaths.read("\"x\" <SRS0=ab=cd=\(sender.replacing("@", with: "="))@relay.example>") != nil)
        try await fixture.write(.bookingConfirmed(Letters.booking()), from: fixture.two)
        try await fixture.work()
        let theirs = try #require(fixture.server.mails.last?.sender)
        let first = try #require(fixture.server.mails.first)
        let name = try #require(MailPart(first.text).field("message-id"))
        // The address is surer than what is said to have come back.
        #expect(
            try await fixture.bounces.record(report(name), sentTo: theirs) == .recorded(fixture.two.entry.id, 1))
        #expect(try await fixture.row().state == "sent")
        #expect(try await fixture.row(fixture.two).state == "bounced")
        await fixture.close()
    }
}
