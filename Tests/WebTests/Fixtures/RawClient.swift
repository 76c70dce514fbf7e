import Foundation
import NIOCore
import NIOPosix

/// Sends bytes as they are and reads until the server has closed, so that a test sees what is on
/// the wire and no client library tidies it up.
struct RawClient {
    let port: Int

    /// The request lines and fields, joined by CRLF; ends the head itself.
    func send(_ lines: [String], body: String = "") async throws -> RawResponse {
        try await exchange(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }

    func get(_ path: String, host: String, _ fields: [String] = []) async throws -> RawResponse {
        try await send(["GET \(path) HTTP/1.1", "Host: \(host)", "Connection: close"] + fields)
    }

    func post(
        _ path: String, host: String, type: String = "application/json", _ fields: [String] = [], body: String
    ) async throws -> RawResponse {
        try await send(
            [
                "POST \(path) HTTP/1.1", "Host: \(host)", "Connection: close", "Content-Type: \(type)",
                "Content-Length: \(body.utf8.count)",
            ] + fields, body: body)
    }

    func exchange(_ text: String) async throws -> RawResponse {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: text))
            var received = ByteBuffer()
            for try await part in inbound { received.writeImmutableBuffer(part) }
            return RawResponse(received)
        }
    }
}

/// One or more responses as they came.
struct RawResponse {
    let text: String
    private let bytes: [UInt8]

    init(_ buffer: ByteBuffer) {
        bytes = Array(buffer.readableBytesView)
        text = String(decoding: bytes, as: UTF8.self)
    }

    var status: Int { Int(text.split(separator: " ").dropFirst().first ?? "") ?? 0 }

    var fields: [(name: String, value: String)] {
        head.split(separator: "\r\n").dropFirst().compactMap { line in
            line.firstIndex(of: ":").map {
                (line[..<$0].lowercased(), line[line.index(after: $0)...].trimming)
            }
        }
    }

    func field(_ name: String) -> String? { fields.first { $0.name == name.lowercased() }?.value }

    func fieldValues(_ name: String) -> [String] { fields.filter { $0.name == name.lowercased() }.map(\.value) }

    var body: [UInt8] {
        var index = 0
        while index + 3 < bytes.count {
            if bytes[index...(index + 3)].elementsEqual([13, 10, 13, 10]) { return Array(bytes[(index + 4)...]) }
            index += 1
        }
        return []
    }

    var bodyText: String { String(decoding: body, as: UTF8.self) }

    private var head: String { String(text[..<(text.range(of: "\r\n\r\n")?.lowerBound ?? text.endIndex)]) }
}

extension Substring {
    fileprivate var trimming: String { String(drop { $0 == " " }) }
}
