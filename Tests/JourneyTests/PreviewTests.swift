import Foundation
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
            .draft(look, actor: "operator:test", in: scope)
        try await RunningHub.run(1, on: fleet) { hubs in
            let hub = try #require(hubs.first)
            let link = try await previewPath(of: draft, hub)

            let opened = try await hub.wire("hinode.localhost").send("GET", link)
            #expect(opened.status == 303)
            let cookie = try #require(opened.cookie("preview"))
            let seen = try await hub.wire("hinode.localhost").send("GET", "/ja", [("Cookie", cookie)])
            #expect(seen.body.contains("デザイン案 \(draft)"))
            #expect(seen.body.contains("/assets/club."))
            #expect(seen.headers["Cache-Control"].first?.contains("private") == true)
            let sheet = try #require(seen.body.firstMatch(of: #/\/brand\/brand\.[^"]+\.css/#)?.output)
            let draftSheet = try await hub.wire("hinode.localhost").send("GET", String(sheet), [("Cookie", cookie)])
            #expect(draftSheet.body == look.stylesheet)

            let others = try await hub.wire("hinode.localhost").send("GET", "/ja")
            #expect(!others.body.contains("デザイン案"))
            #expect(others.body.contains("/assets/dense."))
            let elsewhere = try await hub.wire("aurelia.localhost").send("GET", "/de", [("Cookie", cookie)])
            #expect(!elsewhere.body.contains("preview/end"))

            #expect(try await hub.wire("aurelia.localhost").send("GET", link).status == 404)
            #expect(try await hub.wire("hinode.localhost").send("GET", link + "x").status == 404)
            let ended = try await hub.wire("hinode.localhost").send("GET", "/preview/end", [("Cookie", cookie)])
            #expect(ended.headers["Set-Cookie"].first?.contains("Max-Age=0") == true)
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
        for (slug, mode) in [("hinode", IsolationMode.pooled), ("aurelia", .schema)] {
            _ = try await TestPartner.make(slug, as: slug, mode, in: fleet)
        }
        try await RunningHub.run(1, on: fleet) { hubs in
            let hub = try #require(hubs.first)
            for (path, target) in [("/ja/", "/ja"), ("/ja/hotels/?q=1", "/ja/hotels?q=1")] {
                let reply = try await hub.wire("hinode.localhost").send("GET", path)
                #expect(reply.status == 308 && reply.headers["Location"] == [target])
            }
            #expect(try await hub.wire("hinode.localhost").send("GET", "/de/").status == 404)
            for path in ["/ja//", "//evil.example/", "/api/site/", "/nowhere/"] {
                let reply = try await hub.wire("aurelia.localhost").send("GET", path)
                #expect(reply.status == 404 && reply.headers["Location"].isEmpty, "\(path)")
            }
        }
        await fleet.close()
    }

    private func previewPath(of release: Int, _ hub: RunningHub) async throws -> String {
        let address = "/api/platform/tenants/hinode/branding/releases/\(release)/previews"
        #expect(try await hub.wire("platform.test").send("POST", address).status == 401)
        let made = try await hub.wire("platform.test").send(
            "POST", address, [("Authorization", "Bearer \(RunningHub.operatorToken)")])
        #expect(made.status == 201)
        struct Link: Decodable { let preview_url: String }
        let link = try JSONDecoder().decode(Link.self, from: Data(made.body.utf8)).preview_url
        #expect(link.hasPrefix("http://hinode.localhost:\(hub.port)/preview?"))
        return String(try #require(link.firstMatch(of: #/\/preview\?.*/#)).output)
    }
}
