import Foundation
import Messaging
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("A complaint")
struct ComplaintTests {
    private func report(_ kind: String, from sender: String, messageID: String = "<x@y>") -> String {
        """
        From: feedback@provider.example
        To: abuse@mail.localhost
        Subject: complaint
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=feedback-report; boundary="b1"

        --b1
        Content-Type: text/plain

        Somebody pressed a button.
        --b1
        Content-Type: message/feedback-report

        Feedback-Type: \(kind)
        User-Agent: Provider/1.0
        Version: 1
        Original-Mail-From: <\(sender)>

        --b1
        Content-Type: message/rfc822

        From: no-reply@mail.localhost
        Message-ID: \(messageID)
        Subject: Hello

        Hello.
        --b1--
        """
    }

    private func agree(_ partner: TestPartner, _ fixture: MailFixture) async throws -> [UInt8] {
        let index = try await fixture.addressIndex("ada@example.org", partner)
        try await fixture.scope(partner).transaction { tx in
            try await fixture.consents.record(true, of: index, kind: "news", source: "test", requestID: nil, in: tx)
        }
        return index
    }

    @Test("is written down as one, ends news and what may be left unsent, of its partner alone")
    func abuse() async throws {
        let fixture = try await MailFixture.make()
        let news = MailMessage.news(headline: "Spring", text: "Text", path: "/en")
        let (index, theirs) = (try await agree(fixture.one, fixture), try await agree(fixture.two, fixture))
        try await fixture.write(news)
        try await fixture.work()
        let sender = try #require(fixture.server.mails.last?.sender)
        for expected in [1, 0] {
            #expect(
                try await fixture.bounces.record(report("abuse", from: sender))
                    == .recorded(fixture.one.entry.id, expected))
        }
        let scope = fixture.scope(fixture.one)
        let kept = try await scope.run(
            """
            select c.kind, c.reporter, s.reason from mail_complaints c join mail_suppressions s on s.mail_id = c.mail_id
            """
        ).only()
        #expect(try kept.get("kind", as: String.self) == "abuse" && kept.get("reporter") == "Provider/1.0")
        #expect(try kept.get("reason", as: String.self) == "complaint")
        // It arrived, and somebody did not want it.
        #expect(try await fixture.row().state == "sent")
        #expect(try await !fixture.consents.isGranted(index, kind: "news", in: scope))
        #expect(try await fixture.consents.isGranted(theirs, kind: "news", in: fixture.scope(fixture.two)))
        try await fixture.write(.bookingConfirmed(Letters.booking()))
        try await fixture.work()
        #expect(try await fixture.row().fault == "suppressed")
        try await fixture.write(news, from: fixture.two)
        try await fixture.work()
        #expect(try await fixture.row(fixture.two).state == "sent")
        await fixture.close()
    }

    @Test("that is none, or is about nobody's mail, changes nothing")
    func others() async throws {
        let fixture = try await MailFixture.make()
        try await fixture.write(.bookingConfirmed(Letters.booking()))
        try await fixture.work()
        let mail = try #require(fixture.server.mails.last)
        #expect(try await fixture.bounces.record(report("abuse", from: "x@example.org")) == .unknownMail)
        #expect(
            try await fixture.bounces.record(report("not-spam", from: mail.sender))
                == .recorded(fixture.one.entry.id, 0))
        #expect(try await fixture.scope(fixture.one).run("select mail_id from mail_suppressions").isEmpty)
        // Providers that hide the envelope still return the mail's name.
        let name = try #require(MailPart(mail.text).field("message-id"))
        #expect(
            try await fixture.bounces.record(report("unknown-kind", from: "redacted", messageID: name))
                == .recorded(fixture.one.entry.id, 1))
        await fixture.close()
    }

    @Test("is lifted by staff, once, with an entry of the trail; then the address is written to again")
    func lifted() async throws {
        let fixture = try await MailFixture.make(.schema)
        let suppressions = Suppressions(
            dataKeys: fixture.fleet.dataKeys, audit: AuditTrail(identifiers: fixture.fleet.identifiers))
        for partner in [fixture.one, fixture.two] {
            try await fixture.write(.bookingConfirmed(Letters.booking()), from: partner)
            try await fixture.work()
            let sender = try #require(fixture.server.mails.last?.sender)
            _ = try await fixture.bounces.record(report("abuse", from: sender))
        }
        let (scope, other) = (fixture.scope(fixture.one), fixture.scope(fixture.two))
        let listed = try await suppressions.list(nil, of: nil, .init(.created), limit: 10, in: scope)
        let one = try #require(listed.first)
        #expect(listed.count == 1 && one.reason == .complaint && one.recipient == "a•••@e•••.org")
        let ada = try #require(MailAddress("ADA@example.org"))
        #expect(try await suppressions.list(.complaint, of: ada, .init(.created), limit: 10, in: scope) == [one])
        #expect(try await suppressions.list(.hardBounce, of: nil, .init(.created), limit: 10, in: scope).isEmpty)
        #expect(
            try await suppressions.list(nil, of: nil, RowPage(.created, .down).behind(one), limit: 10, in: scope)
                .isEmpty)
        // Another partner's is nobody's here.
        await #expect(throws: Problem(404, "mail.suppression_unknown")) {
            try await suppressions.lift(one.id, "account:test", in: other)
        }
        try await suppressions.lift(one.id, "account:test", in: scope)
        await #expect(throws: Problem(404, "mail.suppression_unknown")) {
            try await suppressions.lift(one.id, "account:test", in: scope)
        }
        let trail = try await fixture.fleet.admin.single(
            "select tenant_id, actor from shared.audit_entries where action = 'mail.suppression_lifted'"
        ).only()
        #expect(try trail.get("tenant_id", as: UUID.self) == fixture.one.entry.id.uuid)
        try await fixture.write(.bookingConfirmed(Letters.booking()))
        try await fixture.work()
        #expect(try await fixture.row().state == "sent")
        try await fixture.write(.bookingConfirmed(Letters.booking()), from: fixture.two)
        try await fixture.work()
        #expect(try await fixture.row(fixture.two).fault == "suppressed")
        await fixture.close()
    }
}
