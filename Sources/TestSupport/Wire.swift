import AsyncHTTPClient
import Foundation
import NIOCore
package import NIOHTTP1

/// Requests as they are, to 127.0.0.1 in a host's name: no redirect is followed, no cookie is kept, and as
/// many go at once as are asked for.
package struct Wire: Sendable {
    package struct Reply: Sendable {
        package let status: Int
        package let headers: HTTPHeaders
        package let body: String
    }

    private static let connectionsMax = 1_000
    private static let bytesMax = 8 * 1024 * 1024
    /// Longer than any request may take here.
    private static let secondsMax: Int64 = 90

    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connectionsMax
        // Nobody at the port is an answer too.
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    package let port: Int
    package let host: String

    package init(port: Int, host: String) {
        self.port = port
        self.host = host
    }

    package func send(
        _ method: String, _ target: String, _ headers: [(String, String)] = [], body: String? = nil
    ) async throws -> Reply {
        try await send(method, target, headers, bytes: body.map { ByteBuffer(string: $0) })
    }

    private func send(
        _ method: String, _ target: String, _ headers: [(String, String)], bytes: ByteBuffer?
    ) async throws -> Reply {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(target)")
        request.method = HTTPMethod(rawValue: method)
        request.headers.replaceOrAdd(name: "host", value: host)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let bytes { request.body = .bytes(bytes) }
        let response = try await Self.client.execute(request, timeout: .seconds(Self.secondsMax))
        let bytes = try await response.body.collect(upTo: Self.bytesMax)
        return Reply(status: Int(response.status.code), headers: response.headers, body: String(buffer: bytes))
    }

    package func get(_ target: String, _ headers: [(String, String)] = []) async throws -> Reply {
        try await send("GET", target, headers)
    }

    package func json(_ target: String, _ headers: [(String, String)] = [], _ body: String) async throws -> Reply {
        try await send("POST", target, headers + [("content-type", "application/json")], body: body)
    }

    package func form(
        _ target: String, _ headers: [(String, String)], _ fields: [(String, String)]
    ) async throws -> Reply {
        try await send(
            "POST", target, headers + [("content-type", "application/x-www-form-urlencoded")],
            body: Self.formBody(fields))
    }

    /// As a browser sends a form with files; each is named as nobody would believe.
    package func upload(
        _ target: String, _ headers: [(String, String)], _ fields: [(String, String)], files: [(String, [UInt8])]
    ) async throws -> Reply {
        let boundary = "----th\(UInt64.random(in: .min ... .max))"
        var body = ByteBuffer()
        for (name, text) in fields {
            body.writeString(
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(text)\r\n")
        }
        for (name, bytes) in files {
            body.writeString("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"; ")
            body.writeString("filename=\"../x.exe\"\r\nContent-Type: text/html\r\n\r\n")
            body.writeBytes(bytes)
            body.writeString("\r\n")
        }
        body.writeString("--\(boundary)--\r\n")
        return try await send(
            "POST", target, headers + [("content-type", "multipart/form-data; boundary=\(boundary)")], bytes: body)
    }

    package static func formBody(_ fields: [(String, String)]) -> String {
        fields.map { "\(encoded($0.0))=\(encoded($0.1))" }.joined(separator: "&")
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
    }
}

extension Wire.Reply {
    /// What a test has to have in an answer and does not find.
    package struct Missing: Error, CustomStringConvertible {
        package let description: String

        package init(description: String) { self.description = description }
    }

    /// A text member of a JSON answer, however deep: the first of that name.
    package func member(_ name: String) -> String? { between("\"\(name)\":\"", "\"") }

    package func expect(_ name: String) throws -> String {
        guard let value = member(name) else {
            throw Missing(description: "no \(name) in \(status) \(body.prefix(400))")
        }
        return value
    }

    /// The value of a hidden field of a page.
    package func hidden(_ name: String) -> String? { between("name=\"\(name)\" value=\"", "\"") }

    /// `name=value` of a cookie that the answer sets.
    package func cookie(_ name: String) -> String? {
        headers["set-cookie"].first { $0.hasPrefix("__Host-\(name)=") }.map { String($0.prefix { $0 != ";" }) }
    }

    private func between(_ opening: String, _ closing: Character) -> String? {
        body.range(of: opening).map { String(body[$0.upperBound...].prefix { $0 != closing }) }
    }
}
