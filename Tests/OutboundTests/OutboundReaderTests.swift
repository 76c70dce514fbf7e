import Foundation
import NameLookup
import Telemetry
import TestSupport
import Testing

@testable import Outbound

@Suite("Pages of strangers' hosts")
struct OutboundReaderTests {
    private struct World {
        let names: TestNameServer
        let web: TestWebServer
        let reader: OutboundReader
        /// Waits for a second at the most. The others have the time that a busy machine takes for an answer.
        let hasty: OutboundReader
        /// As it is outside of tests.
        let strict: OutboundReader

        static func make() async throws -> World {
            let names = try await TestNameServer.start()
            let web = try await TestWebServer.start()
            var lookups = NameLookupLimits()
            lookups.tryMilliseconds = 30_000
            lookups.triesMax = 1
            lookups.questionTimeout = .seconds(60)
            let resolver = NameResolver(servers: [names.address], limits: lookups)
            var limits = OutboundLimits()
            limits.exchangeSeconds = 60
            limits.connectSeconds = 60
            limits.httpPort = web.port
            limits.httpsPort = web.port
            var short = limits
            short.exchangeSeconds = 1
            let loopback = DialRule.allowing([try #require(AddressBlock("127.0.0.1/32"))])
            return World(
                names: names, web: web,
                reader: OutboundReader(names: resolver, rule: loopback, limits: limits),
                hasty: OutboundReader(names: resolver, rule: loopback, limits: short),
                strict: OutboundReader(names: resolver, limits: limits))
        }

        func stop() async {
            await names.stop()
            await web.stop()
        }
    }

    private let host: DomainName

    init() throws { host = try #require(DomainName("shop.example")) }

    @Test("Whoever is asked in the course of a trace is told of it, and else of none")
    func traced() async throws {
        let world = try await World.make()
        world.names.set("shop.example", [.a(127, 0, 0, 1)])
        world.web.set("/x", .text(200, "hello"))
        let trace = try #require(
            TraceParent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", state: ["congo=t61"]))
        let span = try #require(UUID(uuidString: "01890a5d-ac96-774b-b7ad-0b7169203331"))
        var limits = OutboundLimits()
        limits.exchangeSeconds = 5
        let caller = OutboundCaller(
            names: NameResolver(servers: [world.names.address]),
            rule: .allowing([try #require(AddressBlock("127.0.0.1/32"))]), limits: limits, agent: "test")
        let url = try #require(OutboundURL("http://127.0.0.1:\(world.web.port)/x"))
        _ = try await world.reader.get(.http, host: host, path: "/x")
        try await TraceParent.following(trace, as: span) {
            _ = try await world.reader.get(.http, host: host, path: "/x")
            _ = try await caller.call(.init(url))
        }
        _ = try await caller.call(.init(url))
        let passed = "00-4bf92f3577b34da6a3ce929d0e0e4736-b7ad0b7169203331-01"
        #expect(world.web.traces == [nil, passed, passed, nil])
        #expect(world.web.traceStates == [nil, "congo=t61", "congo=t61", nil])
        await world.stop()
    }

    @Test("A page is read under the host's own name, at the address that was judged")
    func reads() async throws {
        let world = try await World.make()
        world.names.set("shop.example", [.a(127, 0, 0, 1)])
        world.web.set("/x", .text(200, "hello"))
        let answer = try await world.reader.get(.http, host: host, path: "/x")
        #expect(answer.status == 200 && String(decoding: answer.body, as: UTF8.self) == "hello")
        #expect(answer.address == "127.0.0.1" && world.web.requests == ["shop.example/x"])
        await world.stop()
    }

    @Test("A name that leads to loopback is refused before a connection is made, also behind another name")
    func refusesLoopback() async throws {
        let world = try await World.make()
        world.names.set("shop.example", [.cname("inner.example")])
        world.names.set("inner.example", [.a(127, 0, 0, 1)])
        await #expect(throws: OutboundFault.refused(address: "127.0.0.1", network: "loopback")) {
            try await world.strict.get(.http, host: host, path: "/x")
        }
        #expect(world.web.requests.isEmpty)
        await world.stop()
    }

    @Test("One address within is enough to refuse a host, whatever the others are")
    func refusesMixed() async throws {
        let world = try await World.make()
        world.names.set("shop.example", [.a(127, 0, 0, 1), .a(10, 0, 0, 5)])
        await #expect(throws: OutboundFault.refused(address: "10.0.0.5", network: "private")) {
            try await world.reader.get(.http, host: host, path: "/x")
        }
        world.names.set("shop.example", [.a(127, 0, 0, 1), .aaaa([0xFE80, 0, 0, 0, 0, 0, 0, 1])])
        await #expect(throws: OutboundFault.refused(address: "fe80::1", network: "link-local")) {
            try await world.reader.get(.http, host: host, path: "/x")
        }
        world.names.set("shop.example", [.aaaa([0, 0, 0, 0, 0, 0xFFFF, 0x7F00, 1])])
        await #expect(throws: OutboundFault.refused(address: "::ffff:127.0.0.1", network: "mapped IPv4")) {
            try await world.reader.get(.http, host: host, path: "/x")
        }
        #expect(world.web.requests.isEmpty)
        await world.stop()
    }

    @Test("A redirect is an answer, not a way")
    func redirects() async throws {
        let world = try await World.make()
        world.names.set("shop.example", [.a(127, 0, 0, 1)])
        world.web.set("/x", .redirect("/secret"))
        world.web.set("/secret", .text(200, "inside"))
        #expect(try await world.reader.get(.http, host: host, path: "/x").status == 302)
        #expect(world.web.requests == ["shop.example/x"])
        await world.stop()
    }

    @Test("A body without end is read up to its limit")
    func endless() async throws {
        let world = try await World.make()
        world.names.set("shop.example", [.a(127, 0, 0, 1)])
        world.web.set("/x", .endless)
        #expect(try await world.reader.get(.http, host: host, path: "/x").body.count == OutboundLimits().bodyBytesMax)
        await world.stop()
    }

    @Test("Names without an address, a DNS that fails, silence, no HTTP, no TLS and closed ports are told apart")
    func faults() async throws {
        let world = try await World.make()
        func fault(
            _ scheme: OutboundReader.Scheme = .http, _ reader: OutboundReader? = nil
        ) async -> OutboundFault? {
            do {
                _ = try await (reader ?? world.reader).get(scheme, host: host, path: "/x")
                return nil
            } catch { return error }
        }
        #expect(await fault() == .noAddress)
        world.names.set("shop.example", [.txt(["only this"])])
        #expect(await fault() == .noAddress)
        world.names.fail("shop.example", .serverFailure)
        #expect(await fault() == .lookup(.serverFailed))
        world.names.fail("shop.example", nil)
        world.names.set("shop.example", [.a(127, 0, 0, 1)])
        world.web.set("/x", .silence)
        #expect(await fault(.http, world.hasty) == .timedOut)
        world.web.set("/x", .garbage)
        #expect(await fault() == .malformed)
        #expect(await fault(.https) == .certificate)
        await world.web.stop()
        #expect(await fault() == .unreachable)
        await world.stop()
    }
}
