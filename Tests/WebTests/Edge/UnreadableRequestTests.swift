import Foundation
import Testing

@testable import Web

@Suite("What is no request")
struct UnreadableRequestTests {
    @Test(
        "is answered with a problem once, and the connection ends",
        arguments: [
            "GARBAGE\r\n\r\n",
            "GET /\(String(repeating: "a", count: 40_000)) HTTP/1.1\r\nHost: one.localhost\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: one.localhost\r\nX-Long: \(String(repeating: "a", count: 40_000))\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: one.localhost\r\nbad field\r\n\r\n",
            "POST /api/site HTTP/1.1\r\nHost: two.localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        ])
    func problem(text: String) async throws {
        try await TestServer.with { server in
            let response = try await server.client.exchange(text)
            #expect(response.status == 400)
            #expect(response.field("content-type") == "application/problem+json")
            #expect(response.bodyText.contains(#""code":"request.unreadable""#))
            #expect(response.text.components(separatedBy: "HTTP/1.1 ").count == 2)
        }
    }

    @Test("does not spoil the answer to a good request before it")
    func afterGood() async throws {
        try await TestServer.with { server in
            let response = try await server.client.exchange(
                "GET /api/site HTTP/1.1\r\nHost: one.localhost\r\n\r\nGARBAGE\r\n\r\n")
            #expect(response.status == 200)
            #expect(response.text.contains(#"{"slug":"one","locale":"en"}"#))
        }
    }

    @Test("ends the connection also after an answer that did not wait for the whole body")
    func afterEarlyAnswer() async throws {
        try await TestServer.with { server in
            let early = "POST /nowhere HTTP/1.1\r\nHost: one.localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
            for rest in ["zz\r\n", "1\r\na\r\n0\r\n\r\nGARBAGE\r\n\r\n"] {
                let response = try await server.client.exchange(early + rest)
                #expect([400, 404, 405].contains(response.status), "\(rest) \(response.text)")
            }
        }
    }

    @Test("an address that can be read but is too long says so")
    func longAddress() async throws {
        try await TestServer.with { server in
            let path = "/" + String(repeating: "a", count: RequestTarget.bytesMax)
            let response = try await server.client.get(path, host: "two.localhost")
            #expect(response.status == 414)
            #expect(response.bodyText.contains(#""code":"path.too_long""#))
        }
    }
}
