import Foundation
import HTTPTypes
import NIOCore
import Synchronization
import Telemetry
import Testing
import Vocabulary

@testable import Web

@Suite("The edge's small values keep to their standards")
struct EdgeValueTests {
    @Test("a trace parent is taken only in the form of W3C Trace Context")
    func traceParent() throws {
        let trace = try #require(TraceParent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"))
        let span = try #require(UUID(uuidString: "01890a5d-ac96-774b-b7ad-0b7169203331"))
        #expect(trace.child(span).header == "00-4bf92f3577b34da6a3ce929d0e0e4736-b7ad0b7169203331-01")
        let invalid = [
            "", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        ]
        for text in invalid { #expect(TraceParent(text) == nil, "\(text)") }
    }

    @Test("a trace state is passed on as it came where W3C Trace Context allows it, and else not at all")
    func traceState() throws {
        let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        func passed(_ fields: String...) -> String? { TraceParent(parent, state: fields)?.state?.header }
        #expect(passed("rojo=00f067aa0ba902b7,congo=t61rcWkgMzE") == "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE")
        // Several fields are one list; white space around members and empty ones say nothing.
        #expect(passed(" a=1 ,\t, ", "1tenant@system=x y,b-_*/=2") == "a=1,1tenant@system=x y,b-_*/=2")
        let long = String(repeating: "k", count: 256)
        #expect(passed("\(long)=1") == "\(long)=1")
        let invalid = [
            "", ",", "a", "=1", "a=", "A=1", "1a=1", "a=1=2", "a=\u{7F}", "a=é", "a=1,a=2", "a@b@c=1", "a@=1", "@b=1",
            "a@1b=1", "a@\(String(repeating: "s", count: 15))=1", "\(long)k=1",
            "a=\(String(repeating: "v", count: 257))", "a b=1",
        ]
        for text in invalid { #expect(passed(text) == nil, "\(text)") }
        let members = (0..<33).map { "k\($0)=1" }
        #expect(passed(members.prefix(32).joined(separator: ",")) == members.prefix(32).joined(separator: ","))
        #expect(passed(members.joined(separator: ",")) == nil)
        // Of more than 512 bytes those longer than 128 go first, then the last ones.
        let (short, large) = ("s=1", "l=\(String(repeating: "v", count: 200))")
        let rest = (0..<5).map { "m\($0)=\(String(repeating: "v", count: 100))" }
        #expect(
            passed(([short, large] + rest).joined(separator: ",")) == (rest.prefix(4).reduce(short) { "\($0),\($1)" }))
        // Without a parent that is valid there is nobody whose state it would be.
        #expect(TraceParent("00-0-0-01", state: ["a=1"]) == nil)
        let child = try #require(TraceParent(parent, state: ["a=1"])).child(UUID())
        #expect(child.fields.map(\.name) == ["traceparent", "tracestate"] && child.fields.last?.value == "a=1")
    }

    @Test("a network contains its addresses and no others")
    func ranges() throws {
        func contains(_ range: String, _ address: String) throws -> Bool {
            let bytes = try #require(AddressRange.bytes(ofAddress: address))
            return try #require(AddressRange(range)).contains(bytes)
        }
        let inside = [
            ("10.0.0.0/8", "10.255.0.1"), ("192.168.1.128/25", "192.168.1.200"), ("::1", "::1"),
            ("fd00::/8", "fdff::1"), ("127.0.0.1", "::ffff:127.0.0.1"), ("0.0.0.0/0", "8.8.8.8"),
        ]
        for (range, address) in inside {
            let found = try contains(range, address)
            #expect(found, "\(address) in \(range)")
        }
        let outside = [("10.0.0.0/8", "11.0.0.1"), ("192.168.1.128/25", "192.168.1.127"), ("0.0.0.0/0", "::1")]
        for (range, address) in outside {
            let found = try contains(range, address)
            #expect(!found, "\(address) not in \(range)")
        }
        for text in ["", "10.0.0.0/33", "10.0.0/8", "host", "::/129", "10.0.0.0/8/8"] {
            #expect(AddressRange(text) == nil, "\(text)")
        }
    }

    @Test("the traveller is the last address before our own proxies")
    func clientAddress() throws {
        let proxies = TrustedProxies(["10.0.0.0/8"].compactMap(AddressRange.init))
        var head = HTTPRequest(method: .get, scheme: "http", authority: "one.localhost", path: "/")
        head.headerFields[.forwardedFor] = "1.1.1.1, 203.0.113.9, 10.0.0.7"
        let behind = proxies.origin(of: head, peer: try SocketAddress(ipAddress: "10.0.0.2", port: 1))
        #expect(behind.clientAddress == "203.0.113.9")
        let stranger = proxies.origin(of: head, peer: try SocketAddress(ipAddress: "198.51.100.1", port: 1))
        #expect(stranger.clientAddress == "198.51.100.1")
    }

    @Test("a path's literal wins over its parameter, and a rest takes what is left")
    func table() throws {
        func route(_ path: PathTemplate) -> Route {
            Route(.get, path, .anyone, "A route", gives: [.noContent]) { (_: AnyPath, _: OpenContext) in .noContent }
        }
        let table = RouteTable(["/a/{id}", "/a/fixed", "/a/{id}/b", "/f/{path*}"].map { route(PathTemplate($0)) })
        for (path, template) in [
            ("/a/1", "/a/{id}"), ("/a/fixed", "/a/fixed"), ("/a/1/b", "/a/{id}/b"), ("/f/x/y", "/f/{path*}"),
        ] {
            let match = try table.match(.get, path[...])
            #expect(match.route.path.description == template)
        }
        for path in ["/", "/a", "/a/", "/a/1/", "/a//b", "/b"] {
            #expect(throws: Problem.routeUnknown) { try table.match(.get, path[...]) }
        }
        #expect(PathTemplate("/a/{id}/b").filled(["id": "x/y ü"]) == "/a/x%2Fy%20%C3%BC/b")
    }

    private struct AnyPath: Input {
        static let form = Form(
            Field("id", .text(max: 9)).optional, Field("path", .text(max: 9)).optional
        ) { _, _ in AnyPath() }
    }
}
