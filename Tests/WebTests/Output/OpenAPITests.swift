import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import Web

@Suite("The description is complete and valid")
struct OpenAPITests {
    @Test("every route is described, and the description is a JSON document of ours")
    func complete() async throws {
        try await TestServer.with { server in
            let response = try await server.client.get("/openapi.json", host: "one.localhost")
            #expect(response.status == 200)
            let document = try JSONParser.parse(response.body)
            #expect(document["openapi"] == .text("3.1.0"))
            let paths = try #require(document["paths"])
            for route in server.parts.map.tenant.routes {
                let operation = paths[route.path.openAPI]?[route.method.rawValue.lowercased()]
                #expect(operation?["x-permission"] == .text(route.permission.description))
            }
            #expect(document["components"]?["schemas"]?["Problem"] != nil)
            let platform = try await server.client.get("/openapi.json", host: "localhost")
            #expect(platform.bodyText.contains("/api/platform/tenants"))
            #expect(!response.bodyText.contains("/api/platform/tenants"))
        }
    }

    @Test("null stands for a field that is left out, at any depth of a body, where the description says so")
    func null() async throws {
        try await TestServer.with { server in
            let response = try await server.client.get("/openapi.json", host: "one.localhost")
            let document = try JSONParser.parse(response.body)
            let schema = document["paths"]?["/api/bookings"]?["post"]?["requestBody"]?["content"]?["application/json"]
            let body = try #require(schema?["schema"]?["properties"])
            let contact = try #require(document["components"]?["schemas"]?["Contact"]?["properties"])
            #expect(body["note"]?["type"] == .list([.text("string"), .text("null")]))
            #expect(body["quote_id"]?["type"] == .text("string"))
            #expect(contact["channel"]?["type"] == .list([.text("string"), .text("null")]))
            #expect(contact["channel"]?["enum"] == .list([.text("mail"), .text("phone"), .null]))
            #expect(contact["name"]?["type"] == .text("string"))
            func book(_ name: String, _ rest: String, _ channel: String) async throws -> RawResponse {
                let person = #"{"name":\#(name),"email":"a@example.org"\#(channel)}"#
                return try await server.client.post(
                    "/api/bookings", host: "one.localhost",
                    body: #"{"quote_id":"0190a5c8-0000-7000-8000-000000000001","travellers":[\#(person)]\#(rest)}"#)
            }
            let absent = try await book("\"Ada\"", "", "")
            let given = try await book("\"Ada\"", #","note":null,"price":null"#, #","channel":null"#)
            #expect(absent.status == 201 && given.bodyText == absent.bodyText)
            #expect(try await book("null", "", "").status == 422)
            // What a form sends knows no null.
            let form = document["paths"]?["/{locale}/contact"]?["post"]?["requestBody"]?["content"]
            let typed = form?["application/x-www-form-urlencoded"]?["schema"]?["properties"]?["channel"]
            #expect(typed?["type"] == .text("string"))
        }
    }

    @Test("a page's form is described with its token, and a page for whoever is signed in with the way to the door")
    func pages() async throws {
        try await TestServer.with { server in
            let response = try await server.client.get("/openapi.json", host: "one.localhost")
            let document = try JSONParser.parse(response.body)
            let content = document["paths"]?["/{locale}/contact"]?["post"]?["requestBody"]?["content"]
            let form = try #require(content?["application/x-www-form-urlencoded"]?["schema"])
            #expect(form["properties"]?["csrf_token"]?["type"] == .text("string"))
            guard case .list(let required)? = form["required"] else { return #expect(Bool(false)) }
            #expect(required.contains(.text("csrf_token")))
            let scheme = document["components"]?["securitySchemes"]?["account_session"]
            #expect(scheme?["in"] == .text("cookie") && scheme?["name"] == .text("__Host-account"))
        }
        let route = Route(.get, "/{locale}/mine", .member, "Mine", gives: [.html()]) {
            (_: NoInput, _: MemberPageContext) in .noContent
        }
        let bytes = OpenAPIDocument(title: "one", routes: [route]).bytes
        let operation = try JSONParser.parse(bytes)["paths"]?["/{locale}/mine"]?["get"]
        #expect(operation?["security"] == .list([.object([.init("account_session", .list([]))])]))
        #expect(operation?["responses"]?["303"] != nil && operation?["responses"]?["200"] != nil)
    }

    @Test("the OpenAPI validator finds nothing to say", .enabled(if: OpenAPITests.hasValidator))
    func valid() async throws {
        try await TestServer.with { server in
            for (name, routes) in [("tenant", server.parts.map.tenant), ("platform", server.parts.map.platform)] {
                let path = try TestDirectory.scratch() + "/\(name).json"
                let bytes = OpenAPIDocument(title: name, routes: routes.routes).bytes
                try Data(bytes).write(to: URL(fileURLWithPath: path))
                let (status, output) = try Self.python(["-m", "openapi_spec_validator", "--schema", "3.1", path])
                #expect(status == 0, "\(output)")
            }
        }
    }

    @Test("answers keep to what their routes declare")
    func answers() async throws {
        try await TestServer.with { server in
            _ = try await server.client.get("/api/site", host: "one.localhost")
            _ = try await server.client.get("/openapi.json", host: "one.localhost")
        }
        let wrong = SampleRoutes.siteSchema.departures(of: .object([.init("slug", .number("1")), .init("x", .null)]))
        #expect(wrong == ["/locale: missing", "/slug: wrong type", "/x: not declared"])
    }

    private static let hasValidator = (try? python(["-c", "import openapi_spec_validator"]))?.status == 0

    private static func python(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
