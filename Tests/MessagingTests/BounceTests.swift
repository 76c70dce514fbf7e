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
}
