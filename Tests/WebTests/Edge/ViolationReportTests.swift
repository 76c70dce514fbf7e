import Foundation
import Logging
import Synchronization
import Testing

@testable import Web

@Suite("Reports of broken policies")
struct ViolationReportTests {
    @Test("are taken in both of the formats that browsers send, and nothing else is")
    func formats() async throws {
        try await TestServer.with([ViolationReports().routes()]) { server in
            func send(_ type: String, _ body: String, _ host: String = "one.localhost") async throws -> Int {
                try await server.client.post("/csp-reports", host: host, type: type, body: body).status
            }
            let old =
                #"{"csp-report":{"document-uri":"https://one/x?secret=1","violated-directive":"script-src 'self'","blocked-uri":"https://evil.example/a?b"}}"#
            let new =
                #"[{"type":"csp-violation","age":1,"url":"https://one/","body":{"effectiveDirective":"img-src","blockedURL":"inline"}},{"type":"deprecation","body":{}}]"#
            #expect(try await send("application/csp-report", old) == 204)
            #expect(try await send("application/reports+json", new) == 204)
            #expect(try await send("application/reports+json", new, "localhost") == 204)
            #expect(try await send("application/json", old) == 415)
            #expect(try await send("application/csp-report", "{") == 400)
            #expect(try await send("application/csp-report", "[]") == 422)
            #expect(
                try await send("application/csp-report", "{\"a\":\"\(String(repeating: "x", count: 40_000))\"}") == 413)
            let page = try await server.client.get("/openapi.json", host: "one.localhost")
            #expect(page.bodyText.contains("application/reports+json"))
        }
    }

    @Test("tell the directive and the blocked site, in words of ours")
    func violations() throws {
        func read(_ text: String) throws -> [Violation] { Violation.all(in: try JSONParser.parse(Array(text.utf8))) }
        let all = try read(
            #"{"csp-report":{"effective-directive":"style-src-elem","blocked-uri":"https://evil.example:8443/path?token=1"}}"#
        )
        #expect(all.map(\.directive) == ["style-src-elem"])
        #expect(all.map(\.blocked) == ["https://evil.example:8443"])
        for (address, told) in [
            ("https://user:pass@evil.example/", "other"), ("eval", "eval"), ("javascript:alert(1)", "other"),
            ("", "other"),
        ] {
            let found = try read(#"{"csp-report":{"violated-directive":"made-up","blocked-uri":"\#(address)"}}"#)
            #expect(found.first?.blocked == told)
            #expect(found.first?.directive == "other")
        }
    }

    @Test("of one kind are logged once a minute, with how many were not")
    func dampened() {
        let clock = Mutex(ContinuousClock.now)
        let log = DampenedLog { clock.withLock { $0 } }
        var lines: [Int] = []
        for second in 0..<130 {
            log.note("a", to: TestServer.logger) { _, unsaid in lines.append(unsaid) }
            clock.withLock { $0 += .seconds(1) }
            if second == 5 { log.note("b", to: TestServer.logger) { _, unsaid in lines.append(100 + unsaid) } }
        }
        #expect(lines == [0, 100, 59, 59])
    }

    @Test("pages name the place to send them to")
    func policy() async throws {
        try await TestServer.with { server in
            let page = try await server.client.get("/en", host: "one.localhost")
            #expect(page.field("content-security-policy")?.contains("report-uri /csp-reports; report-to csp") == true)
            #expect(page.field("reporting-endpoints") == "csp=\"/csp-reports\"")
            #expect(page.field("x-frame-options") == "DENY")
            #expect(page.field("strict-transport-security") == nil)
        }
        try await TestServer.with(proxies: ["127.0.0.1"]) { server in
            let page = try await server.client.get("/en", host: "one.localhost", ["X-Forwarded-Proto: https"])
            #expect(page.field("strict-transport-security") == "max-age=63072000")
        }
    }
}
