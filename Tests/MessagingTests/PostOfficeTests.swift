import Breakers
import Foundation
import Messaging
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("A mail on its way out")
struct PostOfficeTests {
    private let greeting = MailMessage.verifyEmail(path: "/en/verify?token=s3cret", validMinutes: 60)

    @Test("is sent once, from its own partner, and what it said is gone", arguments: IsolationMode.allCases)
    func sent(_ mode: IsolationMode) async throws {
        let fixture = try await MailFixture.make(mode)
        try await fixture.write(greeting)
        try await fixture.write(greeting, to: "taro@example.jp", from: fixture.two)
        #expect(try await fixture.row() == .init(state: "queued", attempts: 0, fault: nil, reply: nil, isSaid: true))
        #expect(try await fixture.work() == 2)
        #expect(try await fixture.work() == 0)
        #expect(
            try await fixture.row()
                == .init(state: "sent", attempts: 1, fault: nil, reply: "250 2.0.0 Ok: taken", isSaid: false))
        #expect(Set(fixture.server.mails.map(\.recipients)) == [["ada@example.org"], ["taro@example.jp"]])
        let mine = try #require(fixture.server.mails.first { $0.recipients == ["ada@example.org"] })
        let mail = MailPart(mine.text)
        #expect(mail.all.contains { $0.text.contains("https://\(fixture.one.host)/en/verify?token=s3cret") })
        #expect(!mine.text.contains("hinode"))
        await fixture.close()
    }

    @Test("is never written without its cause, and a cause told twice writes it once")
    func once() async throws {
        let fixture = try await MailFixture.make()
        struct Undone: Error {}
        await #expect(throws: (any Error).self) {
            try await fixture.scope(fixture.one).transaction { tx in
                try await fixture.enqueue.enqueue(
                    greeting, to: MailRecipient(MailAddress("ada@example.org")!), in: .english, in: tx)
                throw Undone()
            }
        }
        #expect(try await fixture.work() == 0)
        #expect(try await fixture.write(greeting, uniqueKey: "a") != nil)
        #expect(try await fixture.write(greeting, uniqueKey: "a") == nil)
        #expect(try await fixture.write(greeting, from: fixture.two, uniqueKey: "a") != nil)
        #expect(try await fixture.work() == 2)
        #expect(fixture.server.mails.count == 2)
        await fixture.close()
    }

    @Test("that the server defers is tried again later under the same Message-ID, then delivered once")
    func deferred() async throws {
        let fixture = try await MailFixture.make()
        fixture.server.plan([.answers(.recipient, "451 4.7.1 Greylisted"), .drops(.dot)])
        try await fixture.write(greeting)
        try await fixture.work()
        #expect(
            try await fixture.row()
                == .init(state: "deferred", attempts: 1, fault: "deferred", reply: "451 4.7.1 Greylisted", isSaid: true)
        )
        #expect(try await fixture.work() == 0)
        try await fixture.hurry()
        try await fixture.work()
        #expect(try await fixture.row().fault == "outcome_unknown")
        try await fixture.hurry()
        try await fixture.work()
        #expect(try await fixture.row().state == "sent")
        // The dot of the second attempt arrived and its answer did not: two copies, which a reader's program
        // knows for one by their name.
        let names = fixture.server.mails.map { MailPart($0.text).field("message-id") }
        #expect(names.count == 2 && Set(names).count == 1 && names[0] != nil)
        await fixture.close()
    }

    @Test("that the server refuses is given up with its reason; a mailbox that does not exist is not written to again")
    func refused() async throws {
        let fixture = try await MailFixture.make()
        fixture.server.plan([.answers(.recipient, "550 5.1.1 No such user")])
        try await fixture.write(.bookingConfirmed(Letters.booking()))
        try await fixture.work()
        let gone = MailFixture.Row(
            state: "failed", attempts: 1, fault: "refused", reply: "550 5.1.1 No such user", isSaid: false)
        #expect(try await fixture.row() == gone)
        try await fixture.write(.bookingConfirmed(Letters.booking()))
        try await fixture.work()
        #expect(try await fixture.row().fault == "suppressed")
        #expect(fixture.server.mails.isEmpty)
        try await fixture.write(greeting)
        try await fixture.work()
        #expect(try await fixture.row().state == "sent")
        try await fixture.write(.bookingConfirmed(Letters.booking()), from: fixture.two)
        try await fixture.work()
        #expect(try await fixture.row(fixture.two).state == "sent")
        await fixture.close()
    }

    @Test("to a server that hangs or breaks off comes back, and after the last attempt is given up")
    func gaveUp() async throws {
        let fixture = try await MailFixture.make(milliseconds: 400)
        fixture.server.plan([.hangs(.greeting)], then: .drops(.sender))
        try await fixture.write(greeting)
        try await fixture.work()
        #expect(try await fixture.row().fault == "unreachable")
        _ = try await fixture.fleet.admin.single(
            "update shared.jobs set attempt = \(Int32(SendMail.attemptsMax - 1)), run_at = clock_timestamp()")
        try await fixture.work()
        let row = try await fixture.row()
        #expect(row.state == "failed" && row.fault == "gave_up" && !row.isSaid)
        await fixture.close()
    }

    @Test("survives the worker that was sending it")
    func survives() async throws {
        let fixture = try await MailFixture.make()
        let id = try #require(try await fixture.write(greeting))
        _ = try await fixture.scope(fixture.one).run(
            "update outgoing_mails set state = 'sending', attempts = 1, message_id = 'kept@x' where mail_id = \(id.uuid)"
        )
        _ = try await fixture.fleet.admin.single(
            """
            update shared.jobs set state = 'running', attempt = 1, epoch = 1, leased_by = 'dead',
                   leased_until = clock_timestamp() - interval '1 second'
            """)
        try await fixture.work()
        #expect(try await fixture.row().state == "sent")
        #expect(MailPart(try #require(fixture.server.mails.first).text).field("message-id") == "<kept@x>")
        await fixture.close()
    }

    @Test("does not go to a server that keeps failing, and loses no attempt of its own by that")
    func breakerOpen() async throws {
        var policy = BreakerPolicy()
        policy.failuresMin = 1
        policy.openMilliseconds = 600_000
        let fixture = try await MailFixture.make(policy: policy)
        fixture.server.plan([.drops(.greeting)])
        try await fixture.write(greeting)
        try await fixture.work()
        #expect(fixture.breaker.statistics.phase == .open)
        try await fixture.write(greeting, from: fixture.two)
        try await fixture.work()
        #expect(try await fixture.row(fixture.two).fault == "breaker_open")
        #expect(fixture.server.sessions == 1)
        await fixture.close()
    }

    @Test("of news goes only to who agreed, and carries the way out; who takes it gets no more")
    func consent() async throws {
        let fixture = try await MailFixture.make()
        let news = MailMessage.news(headline: "Spring", text: "Text", path: "/en")
        try await fixture.write(news)
        try await fixture.work()
        #expect(try await fixture.row().fault == "no_consent")
        let index = try await fixture.addressIndex("ada@example.org")
        try await fixture.scope(fixture.one).transaction { tx in
            try await fixture.consents.record(true, of: index, kind: "news", source: "test", requestID: nil, in: tx)
        }
        try await fixture.write(news)
        try await fixture.work()
        let mail = MailPart(try #require(fixture.server.mails.first).text)
        #expect(mail.field("list-unsubscribe-post") == "List-Unsubscribe=One-Click")
        let link = try #require(mail.field("list-unsubscribe"))
        let token = try #require(link.split(separator: "/").last?.dropLast())
        let opened = try #require(fixture.links.open(String(token), tenant: fixture.one.entry.id))
        #expect(opened.kind == "news" && opened.addressIndex == index)
        #expect(fixture.links.open(String(token), tenant: fixture.two.entry.id) == nil)
        #expect(fixture.links.open(String(token.reversed()), tenant: fixture.one.entry.id) == nil)
        try await fixture.scope(fixture.one).transaction { tx in
            try await fixture.consents.record(false, of: index, kind: "news", source: "test", requestID: nil, in: tx)
        }
        try await fixture.write(news)
        try await fixture.work()
        #expect(try await fixture.row().fault == "no_consent" && fixture.server.mails.count == 1)
        await fixture.close()
    }

    @Test("stands in the database as nobody can read it")
    func sealed() async throws {
        let fixture = try await MailFixture.make()
        try await fixture.write(greeting, to: "ada-lovelace@example.org", name: "Ada Lovelace")
        let text: String = try await fixture.fleet.admin.single(
            "select coalesce(string_agg(m::text, ' '), '') as text from \(identifier: fixture.one.entry.schema).outgoing_mails m"
        ).only().get("text")
        let jobs: String = try await fixture.fleet.admin.single(
            "select coalesce(string_agg(j::text, ' '), '') as text from shared.jobs j"
        ).only().get("text")
        for secret in ["lovelace", "s3cret", "example.org"] {
            #expect(!text.lowercased().contains(secret) && !jobs.lowercased().contains(secret))
            let hex = Array(secret.utf8).hexadecimal
            #expect(!text.contains(hex))
        }
        await fixture.close()
    }
}
