import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import Web

@Suite("Clients that hold on to a connection")
struct SlowClientTests {
    /// Parser and guard on a loop whose clock the test turns.
    private struct Line {
        let channel = EmbeddedChannel()

        init() throws {
            try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: false)
            let decoder = try channel.pipeline.syncOperations.handler(
                type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try channel.pipeline.syncOperations.addHandler(WireGuard(), position: .after(decoder))
            try channel.connect(to: .init(ipAddress: "127.0.0.1", port: 1)).wait()
        }

        func send(_ text: String) throws { try channel.writeInbound(ByteBuffer(string: text)) }
        func wait(_ seconds: Int64) { channel.embeddedEventLoop.advanceTime(by: .seconds(seconds)) }

        var said: String {
            get throws {
                var text = ""
                while let part = try channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: part) }
                return text
            }
        }

        func answer() throws {
            try channel.writeOutbound(
                HTTPServerResponsePart.head(.init(version: .http1_1, status: .ok, headers: ["content-length": "0"])))
            try channel.writeOutbound(HTTPServerResponsePart.end(nil))
        }
    }

    @Test("and send a head letter by letter are told so and closed")
    func head() throws {
        let line = try Line()
        try line.send("GET / HTTP/1.1\r\nX-Long: ")
        for _ in 0..<14 {
            line.wait(1)
            try line.send("T")
        }
        #expect(line.channel.isActive)
        line.wait(2)
        #expect(try line.said.hasPrefix("HTTP/1.1 408 "))
        #expect(!line.channel.isActive)
    }

    @Test("and never say anything are closed without a word")
    func silence() throws {
        let line = try Line()
        line.wait(14)
        #expect(line.channel.isActive)
        line.wait(2)
        #expect(!line.channel.isActive)
        #expect(try line.said.isEmpty)
    }

    @Test("and drip a body are told so, those that keep up are not")
    func body() throws {
        let head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n"
        let slow = try Line()
        try slow.send(head)
        for _ in 0..<9 {
            slow.wait(1)
            try slow.send(String(repeating: "x", count: 100))
        }
        #expect(slow.channel.isActive)
        for _ in 0..<10 where slow.channel.isActive { slow.wait(1) }
        #expect(try slow.said.contains("\"code\":\"request.slow\""))
        #expect(!slow.channel.isActive)

        let steady = try Line()
        try steady.send(head)
        for _ in 0..<60 {
            steady.wait(1)
            try steady.send(String(repeating: "x", count: 1_000))
        }
        #expect(steady.channel.isActive)
        #expect(try steady.said.isEmpty)
    }

    @Test("and only wait for an answer, or between two requests, owe nothing")
    func patience() throws {
        let line = try Line()
        try line.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        line.wait(300)
        #expect(line.channel.isActive)
        try line.answer()
        _ = try line.said
        line.wait(40)
        try line.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        try line.answer()
        line.wait(40)
        #expect(line.channel.isActive)
        // The second head's beginning is watched like the first's.
        try line.send("GET / HTTP")
        line.wait(16)
        #expect(!line.channel.isActive)
    }

    @Test("and open one connection too many are refused, the others go on, and places come back")
    func connections() async throws {
        let count = ConnectionCount(perAddressMax: 2, exempt: [])
        try await TestServer.with(connections: count) { server in
            let first = try await HeldConnection.open(server.client.port)
            let second = try await HeldConnection.open(server.client.port)
            #expect(try await first.get("one.localhost").contains(" 200 "))
            #expect(try await second.get("one.localhost").contains(" 200 "))
            let third = try await HeldConnection.open(server.client.port)
            #expect(try await third.get("one.localhost").isEmpty)
            #expect(try await second.get("one.localhost").contains(" 200 "))
            #expect(count.total == 2)
            try await first.close()
            while count.total > 1 { await Task.yield() }
            let fourth = try await HeldConnection.open(server.client.port)
            #expect(try await fourth.get("one.localhost").contains(" 200 "))
            try await second.close()
            try await fourth.close()
        }
    }
}
