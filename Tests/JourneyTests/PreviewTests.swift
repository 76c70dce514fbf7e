import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import TravelHub

@Suite("A look before it is published")
struct PreviewTests {
    @Test("is seen by the browser that opened the signed link, on its own site, and by nobody else")
    func preview() async throws {
        let fleet = try await TestFleet.make()
        let base = try await RunningHub.base(fleet)
        let desk = try TenantDesk(base: base)
        let sources = try TenantSources(base: base)
        for slug in ["hinode", "aurelia"] {
            _ = try await desk.apply(try sources.read(slug), actor: "operator:test")
        }
        let scope = try #require(try await desk.scope(slug: "hinode"))
        let look = try sources.read("aurelia").branding
        let draft = try await BrandingReleases(identifiers: base.identifiers)
            .draft(look, actor: "operator:test", requestID: nil, in: scope)
        try await RunningHub.run(1, on: fleet) { hubs in
            let hub = try #require(hubs.first)
            let link = try await previewPath(of: draft, hub)

            let opened = try await hub.ask(.GET, link, host: "hinode.localhost")
            #expect(opened.status == 303)
            let cookie = try #require(opened.cookie("__Host-preview"))
            let seen = try await hub.ask(.GET, "/ja", host: "hinode.localhost", ["Cookie": cookie])
            #expect(seen.body.contains("デザイン案 \(draft)"))
            #expect(seen.body.contains("/assets/club."))
            #expect(seen.fields["Cache-Control"].first?.contains("private") == true)
            let sheet = try #require(seen.body.firstMatch(of: #/\/brand\/brand\.[^"]+\.css/#)?.output)
            let draftSheet = try await hub.ask(.GET, String(sheet), host: "hinode.localhost", ["Cookie": cookie])
            #expect(draftSheet.body == look.stylesheet)

            let others = try await hub.ask(.GET, "/ja", host: "hinode.localhost")
            #expect(!others.body.contains("デザイン案"))
            #expect(others.body.contains("/assets/dense."))
            let elsewhere = try await hub.ask(.GET, "/de", host: "aurelia.localhost", ["Cookie": cookie])
            #expect(!elsewhere.body.contains("preview/end"))

            #expect(try await hub.ask(.GET, link, host: "aurelia.localhost").status == 404)
            #expect(try await hub.ask(.GET, link + "x", host: "hinode.localhost").status == 404)
            let ended = try await hub.ask(.GET, "/preview/end", host: "hinode.localhost", ["Cookie": cookie])
            #expect(ended.fields["Set-Cookie"].first?.contains("Max-Age=0") == true)
        }
        let audited: Int = try await fleet.admin.single(
            "select count(*) as entries from shared.audit_entries where action = 'branding.draft'"
        ).only().get("entries")
        #expect(audited == 1)
        await desk.close()
        await fleet.close()
    }

    @Test("A page's address with a slash behind it leads to the page, and nothing else is led anywhere")
    func slash() async throws {
        let fleet = try await TestFleet.make()
        let base = try await RunningHub.base(fleet)
        let desk = try TenantDesk(base: base)
        let sources = try TenantSources(base: base)
        for slug in ["hinode", "aurelia"] {
            _ = try await desk.apply(try sources.read(slug), actor: "operator:test")
        }
        try await RunningHub.run(1, on: fleet) { hubs in
            let hub = try #require(hubs.first)
            for (path, target) in [("/ja/", "/ja"), ("/ja/hotels/?q=1", "/ja/hotels?q=1")] {
                let reply = try await hub.ask(.GET, path, host: "hinode.localhost")
                #expect(reply.status == 308 && reply.fields["Location"] == [target])
            }
            #expect(try await hub.ask(.GET, "/de/", host: "hinode.localhost").status == 404)
            for path in ["/ja//", "//evil.example/", "/api/site/", "/nowhere/"] {
                let reply = try await hub.ask(.GET, path, host: "aurelia.localhost")
                #expect(reply.status == 404 && reply.fields["Location"].isEmpty, "\(path)")
            }
        }
        await desk.close()
        await fleet.close()
    }

    private func previewPath(of release: Int, _ hub: RunningHub) async throws -> String {
        let address = "/api/platform/tenants/hinode/branding/releases/\(release)/previews"
        #expect(try await hub.ask(.POST, address, host: "platform.test").status == 401)
        let made = try await hub.ask(
            .POST, address, host: "platform.test", ["Authorization": "Bearer \(RunningHub.operatorToken)"])
        #expect(made.status == 201)
        struct Link: Decodable { let preview_url: String }
        let link = try JSONDecoder().decode(Link.self, from: Data(made.body.utf8)).preview_url
        #expect(link.hasPrefix("http://hinode.localhost:\(hub.port)/preview?"))
        return String(try #require(link.firstMatch(of: #/\/preview\?.*/#)).output)
    }
}

extension RunningHub {
    struct Answered: Sendable {
        let status: Int
        let fields: HTTPHeaders
        let body: String

        /// As a browser would send it back.
        func cookie(_ name: String) -> String? {
            fields["Set-Cookie"].first { $0.hasPrefix("\(name)=") }.map { String($0.prefix { $0 != ";" }) }
        }
    }

    /// Redirects are not followed.
    func ask(
        _ method: HTTPMethod, _ path: String, host: String, _ fields: [String: String] = [:]
    ) async throws -> Answered {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = method
        request.headers.add(name: "Host", value: "\(host):\(port)")
        for (name, value) in fields { request.headers.add(name: name, value: value) }
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        let client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
        do {
            let response = try await client.execute(request, timeout: .seconds(60))
            let body = try await response.body.collect(upTo: 4 * 1024 * 1024)
            try await client.shutdown()
            return Answered(
                status: Int(response.status.code), fields: response.headers, body: String(buffer: body))
        } catch {
            try await client.shutdown()
            throw error
        }
    }
}
