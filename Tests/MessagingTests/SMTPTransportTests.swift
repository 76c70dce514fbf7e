import Messaging
import TestSupport
import Testing

@Suite("Mails handed over by SMTP")
struct SMTPTransportTests {
    private func ready(_ number: Int = 1) throws -> ReadyMail {
        ReadyMail(
            tenantSlug: "one", name: "mail-\(number)", sender: try #require(MailAddress("site@example.com")),
            recipient: try #require(MailAddress("ada\(number)@example.org")),
            message: "Subject: \(number)\r\n\r\nHello\r\n.\r\n..two\r\n")
    }

    private func transport(_ server: TestMailServer, milliseconds: Int = 10_000) throws -> SMTPTransport {
        var limits = SMTPTransport.Limits()
        limits.connectMilliseconds = min(2_000, milliseconds)
        limits.totalMilliseconds = milliseconds
        return SMTPTransport(place: try #require(SMTPPlace(server.url)), greeting: "mail.localhost", limits: limits)
    }

    private func fault(_ behaviour: TestMailServer.Behaviour, milliseconds: Int = 10_000) async throws -> MailFault {
        let server = try await TestMailServer.start()
        server.plan([], then: behaviour)
        let found = await #expect(throws: MailFault.self) {
            try await transport(server, milliseconds: milliseconds).send(try ready())
        }
        await server.stop()
        return try #require(found)
    }

    @Test("arrive whole, once, with the envelope and the greeting that they were given")
    func accepted() async throws {
        let server = try await TestMailServer.start()
        let reply = try await transport(server).send(try ready())
        #expect(reply == "250 2.0.0 Ok: taken")
        #expect(server.mails.map(\.sender) == ["site@example.com"])
        #expect(server.mails.map(\.recipients) == [["ada1@example.org"]])
        #expect(server.mails.map(\.text) == ["Subject: 1\r\n\r\nHello\r\n.\r\n..two\r\n"])
        #expect(server.commands.first == "EHLO mail.localhost")
        await server.stop()
    }

    @Test(
        "are deferred by 4xx and refused by 5xx, wherever it is said, with what the server said",
        arguments: [TestMailServer.Stage.sender, .recipient, .data, .dot])
    func replies(_ stage: TestMailServer.Stage) async throws {
        #expect(
            try await fault(.answers(stage, "451 4.7.1 Greylisted"))
                == .deferred(code: 451, reply: "451 4.7.1 Greylisted"))
        #expect(
            try await fault(.answers(stage, "550 5.1.1 No such user"))
                == .refused(code: 550, reply: "550 5.1.1 No such user"))
    }

    @Test(
        "wait no longer than they may for a server that says nothing",
        arguments: [TestMailServer.Stage.greeting, .recipient])
    func hangs(_ stage: TestMailServer.Stage) async throws {
        guard case .unreachable = try await fault(.hangs(stage), milliseconds: 400) else {
            Issue.record("not unreachable")
            return
        }
    }

    @Test("did not leave when the connection breaks before the dot; after it nobody knows")
    func drops() async throws {
        for stage in [TestMailServer.Stage.greeting, .sender, .data] {
            guard case .unreachable = try await fault(.drops(stage)) else {
                Issue.record("\(stage)")
                continue
            }
        }
        guard case .unknown = try await fault(.drops(.dot)) else {
            Issue.record("known")
            return
        }
        guard case .unknown = try await fault(.hangs(.dot), milliseconds: 400) else {
            Issue.record("known")
            return
        }
    }

    @Test("go to no server in the clear that demands nothing, and to none that is not there")
    func withoutTLS() async throws {
        let server = try await TestMailServer.start()
        let place = try #require(SMTPPlace("smtp://127.0.0.1:\(server.port)"))
        await #expect(throws: MailFault.self) {
            try await SMTPTransport(place: place, greeting: "mail.localhost").send(try ready())
        }
        #expect(server.mails.isEmpty)
        await server.stop()
        await #expect(throws: MailFault.self) { try await transport(server).send(try ready()) }
    }

    @Test("hold up nothing: while all threads wait for servers that hang, Swift's own tasks go on")
    func doesNotBlock() async throws {
        let server = try await TestMailServer.start()
        server.plan([], then: .hangs(.greeting))
        let slow = try transport(server, milliseconds: 1_500)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<SMTPTransport.threadsMax {
                group.addTask {
                    await #expect(throws: MailFault.self) { try await slow.send(try ready(number)) }
                }
            }
            _ = try await comesTrue { server.sessions == SMTPTransport.threadsMax }
            let start = ContinuousClock.now
            for _ in 0..<1_000 { await Task.yield() }
            #expect(ContinuousClock.now - start < .seconds(1))
            try await group.waitForAll()
        }
        await server.stop()
    }

    @Test(
        "go to places that the settings may name",
        arguments: [
            "smtps://u:p@mail.example", "smtp://mail.example:2525", "smtp+plain://127.0.0.1:25",
            "smtp+plain://localhost",
        ])
    func places(_ text: String) { #expect(SMTPPlace(text) != nil) }

    @Test(
        "and to no others",
        arguments: [
            "", "mail.example", "http://mail.example", "smtp+plain://mail.example", "smtp://", "smtp://mail.example/x",
            "smtp://mail.example?x=1",
        ])
    func noPlaces(_ text: String) { #expect(SMTPPlace(text) == nil) }
}
