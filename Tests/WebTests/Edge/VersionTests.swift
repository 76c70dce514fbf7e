import Foundation
import HTTPTypes
import TestSupport
import Testing
import Vocabulary

@testable import Web

@Suite("Versions of the contract")
struct VersionTests {
    private static let shaped = RouteGroup(
        "shaped",
        [
            Route(
                .get, "/api/shaped", .anyone, "Differs",
                gives: RouteOutput.json(by: { version in
                    .object(nil, [.init(version == .one ? "old" : "new", .count)], closed: true)
                })
            ) { (_: NoInput, context: TenantContext) in
                .json { json in json.object { $0.member(context.version == .one ? "old" : "new", 1) } }
            }
        ])

    @Test("have a description each, which their answers keep to")
    func descriptions() async throws {
        try await TestServer.with([Self.shaped]) { server in
            for (version, name) in [("1", "old"), ("2", "new"), ("3", "new")] {
                let answer = try await server.client.get("/api/shaped?version=\(version)", host: "one.localhost")
                #expect(answer.bodyText == "{\"\(name)\":1}")
                let description = try await server.client.get(
                    "/openapi.json", host: "one.localhost", ["X-API-Version: \(version)"])
                let document = try JSONParser.parse(description.body)
                #expect(document["info"]?["version"] == .text(version))
                let operation = try #require(document["paths"]?["/api/shaped"]?["get"])
                let schema = operation["responses"]?["200"]?["content"]?["application/json"]?["schema"]
                #expect(schema?["properties"]?[name] != nil)
                #expect(operation["deprecated"] == nil)
            }
        }
    }

    @Test("say when they go, in every answer and in their description, and only those")
    func retiring() async throws {
        let retirements = try #require(Retirements("1=2027-01-31/2027-12-31, 2=2028-01-31"))
        try await TestServer.with([Self.shaped] + SampleRoutes.groups, retirements: retirements) { server in
            for path in ["/api/shaped", "/api/site", "/api/nowhere/x"] {
                let first = try await server.client.get(path, host: "one.localhost")
                guard path != "/api/nowhere/x" else {
                    #expect(first.field("deprecation") == nil)
                    continue
                }
                #expect(first.field("deprecation") == "@1801353600")
                #expect(first.field("sunset") == "Fri, 31 Dec 2027 00:00:00 GMT")
                #expect(first.field("link") == "</docs#versions>; rel=\"deprecation\"; type=\"text/html\"")
                let second = try await server.client.get("\(path)?version=2", host: "one.localhost")
                #expect(second.field("deprecation") == "@1832889600")
                #expect(second.field("sunset") == nil)
                let third = try await server.client.get("\(path)?version=3", host: "one.localhost")
                #expect(third.field("deprecation") == nil && third.field("link") == nil)
                #expect(third.field("x-api-version") == "3")
            }
            let description = try await server.client.get("/openapi.json", host: "one.localhost")
            #expect(description.bodyText.contains("\"deprecated\":true"))
            let third = try await server.client.get("/openapi.json?version=3", host: "one.localhost")
            #expect(!third.bodyText.contains("\"deprecated\":true"))
        }
    }

    @Test("answer until their end and not after it, by the clock")
    func ended() async throws {
        let retirements = try #require(Retirements("1=2027-01-31/2027-12-31, 2=2028-01-31"))
        let end = try #require(retirements.byVersion[.one]?.sunsetAt)
        let clock = ManualClock(end.addingTimeInterval(-1))
        let groups = [Self.shaped] + SampleRoutes.groups
        try await TestServer.with(groups, retirements: retirements, clock: clock.wallClock) { server in
            func ask(_ path: String) async throws -> RawResponse {
                try await server.client.get(path, host: "one.localhost")
            }
            #expect(try await ask("/api/shaped").status == 200)
            clock.advance(bySeconds: 1)
            for path in ["/api/shaped", "/api/shaped?version=1", "/api/site"] {
                let gone = try await ask(path)
                #expect(gone.status == 410)
                #expect(gone.field("sunset") == "Fri, 31 Dec 2027 00:00:00 GMT")
                let problem = try JSONParser.parse(gone.body)
                #expect(problem["code"] == .text("version.retired"))
                #expect(problem["known"] == .list([.text("2"), .text("3")]))
            }
            #expect(try await ask("/api/shaped?version=2").status == 200)
            #expect(try await ask("/api/shaped?version=3").status == 200)
            for path in ["/openapi.json", "/de", "/livez"] { #expect(try await ask(path).status != 410, "\(path)") }
        }
    }

    @Test("a declaration that contradicts itself is none")
    func declarations() {
        for text in [
            "4=2027-01-01", "1", "1=", "1=soon", "1=2027-02-01/2027-01-01", "1=2027-01-01,1=2027-01-02", "1=a/b/c",
        ] {
            #expect(Retirements(text) == nil, "\(text)")
        }
        #expect(Retirements("") == Retirements.none)
    }
}
