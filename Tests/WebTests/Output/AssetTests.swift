import Foundation
import HTTPTypes
import Tenancy
import TestSupport
import Testing

@testable import Web

@Suite("Files of the site are named by their content and served from memory")
struct AssetTests {
    @Test("a file is packed for who accepts it, and kept for good")
    func served() async throws {
        let style = String(repeating: "body { color: red }\n", count: 100)
        let shelf = AssetShelf([("site.css", Asset("site.css", Array(style.utf8)))])
        let path = try #require(shelf.path("site.css"))
        #expect(path.hasPrefix("/assets/site.") && path.hasSuffix(".css"))
        try await TestServer.with([shelf.routes()]) { server in
            let plain = try await server.client.get(path, host: "one.localhost")
            #expect(plain.bodyText == style)
            #expect(plain.field("cache-control") == "public, max-age=31536000, immutable")
            #expect(plain.field("vary")?.contains("Accept-Encoding") == true)
            #expect(plain.field("set-cookie") == nil)
            let packed = try await server.client.get(path, host: "one.localhost", ["Accept-Encoding: br, gzip;q=0.5"])
            #expect(packed.field("content-encoding") == "gzip")
            #expect(Array(packed.body.prefix(2)) == [0x1F, 0x8B])
            #expect(packed.body.count == shelf.transferBytes(["site.css"]) && packed.body.count < style.utf8.count / 4)
            let refused = try await server.client.get(path, host: "one.localhost", ["Accept-Encoding: gzip;q=0"])
            #expect(refused.field("content-encoding") == nil)
            #expect(try await server.client.get("/assets/site.css", host: "one.localhost").status == 404)
            #expect(try await server.client.get("/assets/../secret", host: "one.localhost").status == 404)
        }
    }

    @Test("another content is another name")
    func names() {
        #expect(Asset("a.css", [1]).fileName != Asset("a.css", [2]).fileName)
        #expect(Asset("a.css", [1]).fileName == Asset("a.css", [1]).fileName)
    }
}
