import NIOCore
import Testing

@testable import Redis

@Suite("The codec")
struct CodecTests {
    private let wire = "*4\r\n$-1\r\n:-42\r\n+OK\r\n*2\r\n$3\r\na\r\n\r\n-ERR no\r\n" + "$0\r\n\r\n" + "*-1\r\n"
    private let values: [RedisValue] = [
        .array([.null, .integer(-42), .status("OK"), .array([.bytes(Array("a\r\n".utf8)), .error("ERR no")])]),
        .bytes([]), .null,
    ]

    @Test("reads the same replies wherever the network cuts the stream", arguments: 1...9)
    func cuts(size: Int) throws {
        let decoder = Decoder(replyBytesMax: 1_000)
        var seen: [RedisValue] = []
        var rest = Array(wire.utf8)[...]
        while !rest.isEmpty {
            seen += try decoder.decode(ByteBuffer(bytes: rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        #expect(seen == values)
    }

    @Test("refuses what is not the protocol, and a reply over the limit")
    func refuses() {
        #expect(throws: RedisError.protocolViolation) {
            _ = try Decoder(replyBytesMax: 100).decode(ByteBuffer(string: "HTTP/1.1\r\n"))
        }
        let decoder = Decoder(replyBytesMax: 100)
        #expect(throws: RedisError.protocolViolation) {
            _ = try decoder.decode(ByteBuffer(string: "$200\r\n"))
            _ = try decoder.decode(ByteBuffer(repeating: 0x61, count: 150))
        }
    }

    @Test("writes arguments by length, so that nothing in them is syntax")
    func writes() {
        let bytes = Encoder.encode([RedisCommand("SET", "k\r\n", ""), RedisCommand("PING")])
        #expect(String(buffer: bytes) == "*3\r\n$3\r\nSET\r\n$3\r\nk\r\n\r\n$0\r\n\r\n*1\r\n$4\r\nPING\r\n")
    }

    @Test("pauses double up to the longest and are scattered downwards")
    func backoff() {
        var longest = Backoff(min: .milliseconds(50), max: .seconds(2), random: { 1 })
        #expect(
            (0..<8).map { _ in longest.next() } == [50, 100, 200, 400, 800, 1600, 2000, 2000].map { .milliseconds($0) })
        var shortest = Backoff(min: .milliseconds(50), max: .seconds(2), random: { 0 })
        #expect(shortest.next() == .milliseconds(25))
        shortest.reset()
        #expect(shortest.next() == .milliseconds(25))
    }
}
