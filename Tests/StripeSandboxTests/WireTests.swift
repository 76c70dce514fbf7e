import Foundation
import Logging
import NIOHTTP1
import Synchronization
import TestSupport
import Testing

@testable import StripeSandbox

@Suite("The sandbox over HTTP")
struct WireTests {
    @Test("It answers on a free port, drops what it is told to, and hears this machine only", .timeLimit(.minutes(1)))
    func answers() async throws {
        let shop = try await Shop.open()
        let ports = AsyncStream.makeStream(of: Int.self)
        let server = SandboxServer(shop.sandbox, port: 0, logger: TestDirectory.logger) { ports.continuation.yield($0) }
        let running = Task { try await server.run() }
        defer { running.cancel() }
        var found = ports.stream.makeAsyncIterator()
        let port = try #require(await found.next())
        let wire = Wire(port: port, host: "localhost:\(port)")
        let key = ("authorization", "Basic \(Data("\(shop.key):".utf8).base64EncodedString())")
        let made = try await wire.form("/v1/payment_intents", [key], [("amount", "5000"), ("currency", "eur")])
        #expect(made.status == 200 && made.member("object") == "payment_intent")
        #expect(made.headers.first(name: "request-id")?.hasPrefix("req_") == true)
        #expect(made.headers.first(name: "content-type") == "application/json")
        await shop.control("POST", "faults", #"{"effect":"drop","when":"after"}"#)
        await #expect(throws: (any Error).self) {
            try await wire.form("/v1/payment_intents", [key], [("amount", "5000"), ("currency", "eur")])
        }
        #expect(await shop.get("/v1/payment_intents").count("data") == 2)
        await shop.control("POST", "faults", #"{"effect":"status","status":429}"#)
        #expect(try await wire.get("/v1/balance", [key]).status == 429)
        #expect(try await wire.get("/v1/balance", [key]).status == 200)
        #expect(try await Wire(port: port, host: "evil.example").get("/v1/balance", [key]).status == 421)
        #expect(try await wire.get("/v1/balance").status == 401)
        #expect(try await wire.get("/v1/balance", [("authorization", "Bearer sk_live_0123456789")]).status == 401)
        #expect(try await wire.get("/_sandbox/totals", [key]).status == 401)
    }
}
