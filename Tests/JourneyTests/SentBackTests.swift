import Foundation
import NIOHTTP1
import Tenancy
import TestSupport
import Testing

@Suite("A browser that a provider's form sends back")
struct SentBackTests {
    private static let path = "/api/auth/oidc/nobody/callback"
    private static let elsewhere = [("origin", "https://id.example"), ("sec-fetch-site", "cross-site")]

    @Test("Is led on by an address with what the form said of the way, and with nothing of ours")
    func led() async throws {
        try await Self.run { wires in
            for wire in wires {
                let reply = try await wire.form(
                    Self.path, Self.elsewhere,
                    [
                        ("state", "s/t+a te"), ("code", "c&o=d //evil?#"), ("iss", "https://id.example"),
                        ("session_state", "its own"), ("user", "{\"name\":\"Ada\"}"),
                    ])
                #expect(reply.status == 303 && reply.headers["set-cookie"].isEmpty)
                #expect(reply.headers["location"].count == 1)
                let place = try #require(reply.headers.first(name: "location").flatMap(URLComponents.init(string:)))
                #expect(place.path == Self.path && place.host == nil)
                #expect(place.queryItems?.map(\.name) == ["state", "code", "iss"])
                #expect(place.queryItems?.first?.value == "s/t+a te")
                #expect(reply.headers.first(name: "cache-control")?.contains("no-store") == true)
                // Whoever did not set out from here ends where any other stranger to the state does.
                let query = place.percentEncodedQuery ?? ""
                let end = try await wire.get("\(Self.path)?\(query)")
                #expect(end.headers.first(name: "location")?.hasSuffix("problem=oidc.state_unknown") == true)
                #expect(try await wire.form(Self.path, Self.elsewhere, []).headers["location"] == [Self.path])
            }
        }
    }

    @Test("Is the only form that comes from elsewhere, of no other kind, and no longer than an answer can be")
    func others() async throws {
        try await Self.run { wires in
            for wire in wires {
                let long = [("state", "s"), ("code", String(repeating: "c", count: 5_000))]
                let refused = try await wire.form(Self.path, Self.elsewhere, long)
                #expect(refused.status == 422)
                #expect(try await wire.json(Self.path, Self.elsewhere, "{}").status == 415)
                for other in ["/en/sign-in", "/api/auth/login"] {
                    #expect(try await wire.form(other, Self.elsewhere, [("email", "a@example.org")]).status == 403)
                }
            }
            let platform = Wire(port: wires[0].port, host: "platform.test")
            #expect(try await platform.form(Self.path, Self.elsewhere, []).status == 404)
        }
    }

    private static func run(_ body: @escaping @Sendable ([Wire]) async throws -> Void) async throws {
        let fleet = try await TestFleet.make()
        let partner = try await TestPartner.make("aurelia", as: "aurelia", .pooled, in: fleet)
        let other = try await TestPartner.make("hinode", as: "hinode", .schema, in: fleet)
        try await RunningHub.run(1, on: fleet) { hubs in
            try await body([partner, other].map { Wire(port: hubs[0].port, host: $0.host) })
        }
        await fleet.close()
    }
}
