import NameLookup
import TestSupport
import Testing

@Suite("Names are looked up on a real name server")
struct NameResolverTests {
    /// Where no answer comes: it is soon given up.
    private func quick(_ server: TestNameServer) -> NameResolver {
        var limits = NameLookupLimits()
        limits.tryMilliseconds = 150
        limits.triesMax = 2
        limits.questionTimeout = .seconds(2)
        return NameResolver(servers: [server.address], limits: limits)
    }

    /// Where one does, however late it is on a busy machine.
    private func patient(_ server: TestNameServer) -> NameResolver {
        var limits = NameLookupLimits()
        limits.tryMilliseconds = 5_000
        limits.questionTimeout = .seconds(30)
        return NameResolver(servers: [server.address], limits: limits)
    }

    private func name(_ text: String) throws -> DomainName { try #require(DomainName(text)) }

    @Test("The strings of a TXT record are put together, each record for itself")
    func texts() async throws {
        let server = try await TestNameServer.start()
        server.set("rome.example", [.txt(["v=spf1 ", "-all"]), .txt(["other"]), .mx(10, "mx.rome.example")])
        let answer = try await patient(server).texts(of: name("Rome.example."))
        #expect(Set(answer.records) == ["v=spf1 -all", "other"])
        #expect(answer.nameExists && answer.secondsToLive == 300)
        await server.stop()
    }

    @Test("An answer too long for a datagram comes over TCP, whole")
    func longAnswers() async throws {
        let server = try await TestNameServer.start()
        let long = (0..<20).map { "\($0)-" + String(repeating: "x", count: 200) }
        server.set("long.example", long.map { .txt([$0]) })
        let answer = try await patient(server).texts(of: name("long.example"))
        #expect(Set(answer.records) == Set(long))
        #expect(server.questionsViaTCP == 1)
        await server.stop()
    }

    @Test("Addresses of both families are found behind another name; the other name itself can be asked for")
    func addresses() async throws {
        let server = try await TestNameServer.start()
        server.set("www.rome.example", [.cname("sites.example")])
        server.set("sites.example", [.a(192, 0, 2, 7), .a(192, 0, 2, 8), .aaaa([0x2001, 0xdb8, 0, 0, 0, 0, 0, 1])])
        let resolver = patient(server)
        #expect(try await Set(resolver.addresses4(of: name("www.rome.example")).records) == ["192.0.2.7", "192.0.2.8"])
        #expect(try await resolver.addresses6(of: name("www.rome.example")).records == ["2001:db8::1"])
        #expect(try await resolver.canonicalNames(of: name("www.rome.example")).records == ["sites.example"])
        #expect(try await resolver.canonicalNames(of: name("sites.example")).records.isEmpty)
        await server.stop()
    }

    @Test("Mail hosts come with their preference")
    func mailExchanges() async throws {
        let server = try await TestNameServer.start()
        server.set("rome.example", [.mx(20, "b.rome.example"), .mx(5, "A.rome.example")])
        let answer = try await patient(server).mailExchanges(of: name("rome.example"))
        #expect(
            Set(answer.records) == [
                MailExchange(preference: 20, host: "b.rome.example"),
                MailExchange(preference: 5, host: "a.rome.example"),
            ])
        await server.stop()
    }

    @Test("A name that does not exist and one that has nothing of the type are told apart")
    func nothing() async throws {
        let server = try await TestNameServer.start()
        server.set("bare.example", [.a(192, 0, 2, 1)])
        let resolver = patient(server)
        #expect(
            try await resolver.texts(of: name("bare.example"))
                == NameAnswer(records: [], nameExists: true, secondsToLive: 0))
        #expect(
            try await resolver.texts(of: name("none.example"))
                == NameAnswer(records: [], nameExists: false, secondsToLive: 0))
        await server.stop()
    }

    @Test("Silence, failure, refusal and garbage are errors, each its own, and never an empty answer")
    func faults() async throws {
        let server = try await TestNameServer.start()
        server.fail("silent.example", .silence)
        server.fail("broken.example", .serverFailure)
        server.fail("closed.example", .refusal)
        let (hasty, resolver) = (quick(server), patient(server))
        await #expect(throws: NameLookupError.timedOut) { try await hasty.texts(of: name("silent.example")) }
        await #expect(throws: NameLookupError.serverFailed) { try await resolver.texts(of: name("broken.example")) }
        await #expect(throws: NameLookupError.refused) { try await resolver.texts(of: name("closed.example")) }
        server.fail("noise.example", .garbage)
        await #expect(throws: NameLookupError.self) { try await hasty.texts(of: name("noise.example")) }
        server.fail("silent.example", nil)
        server.set("silent.example", [.txt(["awake"])])
        #expect(try await resolver.texts(of: name("silent.example")).records == ["awake"])
        await server.stop()
    }

    @Test("A server that is not there, or whose address is none, is an error")
    func absentServers() async throws {
        let server = try await TestNameServer.start()
        await server.stop()
        await #expect(throws: NameLookupError.self) { try await quick(server).texts(of: name("rome.example")) }
        await #expect(throws: NameLookupError.misconfigured) {
            try await NameResolver(servers: ["not an address"]).texts(of: name("rome.example"))
        }
    }

    @Test("Many questions at once all come back, though few threads ask them")
    func many() async throws {
        let server = try await TestNameServer.start()
        for number in 0..<100 { server.set("h\(number).example", [.txt(["\(number)"])]) }
        let resolver = patient(server)
        let found = try await withThrowingTaskGroup(of: [String].self) { group in
            for number in 0..<100 {
                group.addTask { try await resolver.texts(of: name("h\(number).example")).records }
            }
            return try await group.reduce(into: Set<String>()) { $0.formUnion($1) }
        }
        #expect(found.count == 100)
        await server.stop()
    }

    @Test(
        "What is no name is not asked for",
        arguments: ["", ".", "a..b", "a b.example", "ü.example", "x\r\n.example", String(repeating: "a", count: 64)])
    func noNames(_ text: String) {
        #expect(DomainName(text) == nil)
    }
}

@Suite("Name servers in the settings")
struct NameServerTests {
    @Test(
        "Addresses of both families, with or without port",
        arguments: ["192.0.2.1", "192.0.2.1:5353", "::1", "[::1]:53"])
    func addresses(_ text: String) { #expect(NameServer.isAddress(text)) }

    @Test(
        "Names and half addresses are none", arguments: ["", "ns.example", "192.0.2", "192.0.2.1:0", "[::1", "[::1]53"])
    func others(_ text: String) { #expect(!NameServer.isAddress(text)) }
}
