import Foundation
import HTTPTypes
import Tenancy
import Testing
import Vocabulary

@testable import Web

@Suite("Several requests in one")
struct BatchTests {
    struct EchoInput: Input {
        let id: String
        let count: Int
        let note: String?

        static let form = Form(
            "Echo", Field("id", .text(max: 80)), Field("count", .integer(0...100)),
            Field("note", .text(max: 80)).optional
        ) { EchoInput(id: $0, count: $1, note: $2) }
    }

    struct PathInput: Input {
        let id: String
        static let form = Form("Thing", Field("id", .text(max: 80))) { PathInput(id: $0) }
    }

    private static func groups(_ limit: Duration = .seconds(30), max: Int = 100) -> [RouteGroup] {
        let echo = RouteGroup(
            "echo",
            [
                Route(.post, "/api/things", .anyone, "Makes", gives: [.json(.any, .created)]) {
                    (input: EchoInput, context: TenantContext) in
                    .json(status: .created) { json in
                        json.object {
                            $0.member("id", input.id)
                            $0.member("count", input.count)
                            $0.member("note", input.note)
                            $0.member("key", context.arrival.head.headerFields[.idempotencyKey])
                            $0.member("site", context.profile.definition.slug)
                        }
                    }.with(.bookingAccess, "token-\(input.id)")
                },
                Route(.get, "/api/things/{id}", .anyone, "Shows", gives: [.json(.any)]) {
                    (input: PathInput, context: TenantContext) in
                    .json { json in
                        json.object {
                            $0.member("id", input.id)
                            $0.member("token", context.arrival.head.headerFields[.bookingAccess])
                            $0.member("version", context.version.rawValue)
                        }
                    }
                },
                Route(.delete, "/api/things/{id}", .anyone, "Deletes", gives: [.noContent]) {
                    (_: PathInput, _: TenantContext) in .noContent
                },
            ])
        return SampleRoutes.groups + [echo, BatchFeature(operationsMax: max, limit: limit).routes()]
    }

    private static func send(
        _ server: TestServer, _ operations: String, host: String = "one.localhost", _ fields: [String] = []
    ) async throws -> (status: Int, document: InputValue) {
        let reply = try await server.client.post(
            "/api/batch", host: host, fields, body: "{\"operations\":[\(operations)]}")
        return (reply.status, try JSONParser.parse(reply.body))
    }

    private static func result(_ document: InputValue, _ index: Int) -> InputValue? {
        document.at(["results", "\(index)"])
    }

    @Test("each answered in its place as if it had come alone, results written into what follows")
    func references() async throws {
        try await TestServer.with(Self.groups()) { server in
            let (status, document) = try await Self.send(
                server,
                #"""
                {"id":"show","method":"GET","path":"/api/things/${make#/body/id}",
                 "headers":{"X-Booking-Access":"${make#/headers/x-booking-access}","X-API-Version":"3"}},
                {"id":"make","method":"POST","path":"/api/things","headers":{"Idempotency-Key":"k1"},
                 "body":{"id":"a/b?c=d","count":7,"note":"${5} $${make#/x} O'Brien <3"}},
                {"id":"again","method":"POST","path":"/api/things",
                 "body":{"id":"copy of ${make#/body/id}: ${make#/body/count}","count":"${make#/body/count}"}},
                {"id":"gone","method":"DELETE","path":"/api/things/x","depends_on":["show"]},
                {"id":"none","method":"GET","path":"/api/nowhere"},
                {"id":"bad","method":"POST","path":"/api/things","body":{"count":1000}}
                """#)
            #expect(status == 207)
            let statuses = (0..<6).map { Self.result(document, $0)?["status"] }
            #expect(statuses == ["200", "201", "201", "204", "404", "422"].map { .number($0) })
            #expect(
                (0..<6).map { Self.result(document, $0)?["id"] }
                    == ["show", "make", "again", "gone", "none", "bad"].map { .text($0) })
            let shown = Self.result(document, 0)?["body"]
            #expect(shown?["id"] == .text("a/b?c=d"), "a value in a path stays one step")
            #expect(shown?["token"] == .text("token-a/b?c=d"))
            #expect(shown?["version"] == .number("3"))
            let made = Self.result(document, 1)?["body"]
            #expect(made?["key"] == .text("k1"))
            #expect(made?["site"] == .text("one"))
            #expect(made?["note"] == .text("${5} ${make#/x} O'Brien <3"))
            #expect(Self.result(document, 2)?["body"]?["id"] == .text("copy of a/b?c=d: 7"))
            #expect(Self.result(document, 2)?["body"]?["count"] == .number("7"))
            #expect(Self.result(document, 2)?["body"]?["key"] == .null)
            #expect(Self.result(document, 3)?["body"] == .null)
            #expect(Self.result(document, 4)?["body"]?["code"] == .text("route.unknown"))
            #expect(Self.result(document, 5)?.at(["body", "errors", "0", "pointer"]) == .text("/id"))
            #expect(Self.result(document, 5)?["headers"]?["content-type"] == .text("application/problem+json"))
        }
    }

    @Test("what hangs on a failure is not begun, and what hangs on nothing is")
    func failures() async throws {
        try await TestServer.with(Self.groups()) { server in
            let (status, document) = try await Self.send(
                server,
                #"""
                {"id":"bad","method":"GET","path":"/api/nowhere"},
                {"id":"after","method":"GET","path":"/api/site","depends_on":["bad"]},
                {"id":"later","method":"GET","path":"/api/site","depends_on":["after"]},
                {"id":"free","method":"GET","path":"/api/site"},
                {"id":"empty","method":"GET","path":"/api/things/${free#/body/nothing}"},
                {"id":"shape","method":"GET","path":"/api/things/${free#/body}"},
                {"id":"nest","method":"GET","path":"/api/${free#/body/slug}/../batch"}
                """#, ["Accept-Language: de"])
            #expect(status == 207)
            let codes = (0..<7).map { Self.result(document, $0)?["body"]?["code"] }
            #expect(
                codes == [
                    .text("route.unknown"), .text("batch.dependency_failed"), .text("batch.dependency_failed"), nil,
                    .text("batch.reference_missing"), .text("batch.reference_unfit"), .text("route.unknown"),
                ])
            #expect(Self.result(document, 1)?["status"] == .number("424"))
            #expect(Self.result(document, 1)?["body"]?["title"] == .text("Eine Voraussetzung ist gescheitert"))
            #expect(Self.result(document, 3)?["body"]?["locale"] == .text("de"))
        }
    }

    @Test("nothing is asked when the operations do not hang together, and every fault is told")
    func faults() async throws {
        try await TestServer.with(Self.groups(max: 3)) { server in
            let cases: [(String, [String])] = [
                (
                    #"{"id":"a","method":"GET","path":"/api/site"},{"id":"a","method":"GET","path":"/api/site"}"#,
                    ["/operations/1/id duplicate"]
                ),
                (
                    #"{"id":"a","method":"GET","path":"/api/site","depends_on":["b"]}"#,
                    ["/operations/0/depends_on/0 operation_unknown"]
                ),
                (
                    #"{"id":"a","method":"POST","path":"/api/${c#/body/id}","body":{"x":["${d#/body}"]}}"#,
                    ["/operations/0/path operation_unknown", "/operations/0/body/x/0 operation_unknown"]
                ),
                (
                    #"{"id":"a","method":"GET","path":"/api/${b#/body/id}"},{"id":"b","method":"GET","path":"/api/site","depends_on":["a"]}"#,
                    ["/operations/0/depends_on dependency_circle", "/operations/1/depends_on dependency_circle"]
                ),
                (
                    #"{"id":"a","method":"GET","path":"/api/site","depends_on":["a"]}"#,
                    ["/operations/0/depends_on dependency_circle"]
                ),
                (#"{"id":"a","method":"POST","path":"/api/batch?x=1","body":{}}"#, ["/operations/0/path batch_nested"]),
                (
                    #"{"id":"a","method":"TRACE","path":"/en","headers":{"Authorization":"Bearer x","Cookie":"a=b"}}"#,
                    [
                        "/operations/0/method choice", "/operations/0/headers/Authorization choice",
                        "/operations/0/headers/Cookie choice",
                    ]
                ),
                (#"{"id":"a","method":"GET","path":"https://evil.example/api/site"}"#, ["/operations/0/path format"]),
                (#"{"id":"a b","method":"GET","path":"/api/site","body":{}}"#, ["/operations/0/id format"]),
                (
                    (0..<4).map { #"{"id":"a\#($0)","method":"GET","path":"/api/site"}"# }.joined(separator: ","),
                    ["/operations too_many"]
                ),
                ("", ["/operations out_of_range"]),
            ]
            for (operations, expected) in cases {
                let (status, document) = try await Self.send(server, operations)
                #expect(status == 422, "\(operations)")
                guard case .list(let errors)? = document["errors"] else {
                    Issue.record("no errors for \(operations)")
                    continue
                }
                let told = errors.map { error -> String in
                    guard case .text(let pointer)? = error["pointer"], case .text(let code)? = error["code"] else {
                        return ""
                    }
                    return "\(pointer) \(code)"
                }
                #expect(told == expected)
            }
        }
    }

    @Test("what could not begin in time is told so")
    func outOfTime() async throws {
        try await TestServer.with(Self.groups(.zero)) { server in
            let (status, document) = try await Self.send(server, #"{"id":"a","method":"GET","path":"/api/site"}"#)
            #expect(status == 207)
            #expect(Self.result(document, 0)?["status"] == .number("504"))
            #expect(Self.result(document, 0)?["body"]?["code"] == .text("batch.out_of_time"))
        }
    }

    @Test("a hundred of them, none through a gate that it would not pass alone")
    func gates() async throws {
        try await TestServer.with(Self.groups()) { server in
            let many = (0..<100).map { #"{"id":"o\#($0)","method":"GET","path":"/api/things/\#($0)"}"# }
            let (status, document) = try await Self.send(server, many.joined(separator: ","))
            #expect(status == 207)
            for index in 0..<100 {
                #expect(Self.result(document, index)?["body"]?["id"] == .text("\(index)"))
            }
            let operations = #"{"id":"a","method":"GET","path":"/api/platform/tenants"}"#
            let stranger = try await Self.send(server, operations, host: "localhost")
            #expect(Self.result(stranger.document, 0)?["status"] == .number("401"))
            let known = try await Self.send(
                server, operations, host: "localhost", ["Authorization: Bearer \(TestServer.operatorToken)"])
            #expect(Self.result(known.document, 0)?["body"] == .text("operator:ada"))
            let large = String(repeating: "x", count: RouteOptions.bodyBytesDefault)
            let heavy = try await Self.send(
                server, #"{"id":"a","method":"POST","path":"/api/things","body":{"id":"\#(large)","count":1}}"#)
            #expect(Self.result(heavy.document, 0)?["status"] == .number("413"))
            let foreign = try await Self.send(
                server, #"{"id":"a","method":"POST","path":"/api/things","body":{"id":"a","count":1}}"#,
                ["Origin: https://evil.example"])
            #expect(foreign.status == 403)
        }
    }
}
