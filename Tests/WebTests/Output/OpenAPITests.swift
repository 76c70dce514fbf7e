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

    @Test("the OpenAPI validator finds nothing to say", .enabled(if: OpenAPITests.hasValidator))
    func valid() async throws {
        try await TestServer.with { server in
            for (name, routes) in [("tenant", server.parts.map.tenant), ("platform", server.parts.map.platform)] {
                let path = try TestDirectory.make() + "/\(name).json"
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
