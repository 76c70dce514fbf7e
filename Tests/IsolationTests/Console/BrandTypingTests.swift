import Foundation
import NIOHTTP1
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import TravelHub

/// What the editor's script is answered.
struct TypedReply: Decodable {
    struct Line: Decodable, Equatable {
        let field: String?
        let text: String
    }

    struct Pair: Decodable {
        let field, label, palette, foreground, background, ratio, needed, nearest: String
    }

    let preview_url: String
    let is_narrow: Bool
    let is_changed: Bool
    let kept: String?
    let told: [Line]
    let beside: [Line]
    let contrast: [Pair]
}

extension ConsoleSeat {
    /// As the script sends the form.
    func type(_ fields: [(String, String)], files: [(String, [UInt8])] = []) async throws -> Wire.Reply {
        let asked = headers.filter { $0.0 != "accept" } + [("accept", "application/json")]
        return try await wire.upload(
            "/admin/brand/edit", asked, [("csrf_token", token), ("deed", "preview")] + fields, files: files)
    }
}

extension Wire.Reply {
    func typedReply() throws -> TypedReply { try JSONDecoder().decode(TypedReply.self, from: Data(body.utf8)) }
}

@Suite("The brand editor while somebody types")
struct BrandTypingTests {
    private static let editor = "/admin/brand/edit"

    private func signedIn(_ partner: SweptPartner, _ sites: SweptSites) async throws -> ConsoleSeat {
        try await ConsoleSeat.signIn(SweptPeople(word: partner.word).email, on: sites.wire(partner.host))
    }

    @Test("Runs one script of the host's own on the editor alone; no other page of either console runs anything")
    func policy() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let owner = try await signedIn(sites.victim, sites)
            let page = try await owner.get(Self.editor)
            #expect(
                page.headers["content-security-policy"] == [
                    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
                        + "img-src 'self' data:; frame-src 'self'; form-action 'self'; base-uri 'none'; "
                        + "frame-ancestors 'none'; report-uri /csp-reports; report-to csp"
                ])
            let scripts = page.body.matches(of: /<script\b[^>]*>/)
            #expect(scripts.count == 1 && page.body.matches(of: /\son[a-z]+=/).isEmpty)
            let path = try #require(
                page.body.firstMatch(of: /<script src="(\/admin\/assets\/brand\.[^"]+\.js)" defer><\/script>/)?.1)
            let script = try await owner.wire.get(String(path))
            #expect(script.status == 200 && script.headers["content-type"].first?.contains("javascript") == true)
            #expect(script.headers["cache-control"].first?.contains("immutable") == true)
            #expect(script.headers["x-content-type-options"] == ["nosniff"])
            for banned in ["innerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", ".style"] {
                #expect(!script.body.contains(banned), "\(banned)")
            }
            let still =
                "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
                + "frame-ancestors 'none'; report-uri /csp-reports; report-to csp"
            for path in ["/admin", "/admin/brand", "/admin/keys", "/admin/audit", "\(Self.editor)/discard"] {
                let other = try await owner.get(path)
                #expect(other.status == 200 && other.headers["content-security-policy"] == [still], "\(path)")
                #expect(!other.body.contains("<script"), "\(path)")
            }
            let look = try await owner.get("/admin/brand/releases/1").headers["content-security-policy"].first ?? ""
            #expect(look.contains("frame-src 'self'") && !look.contains("script-src"))
            let door = try await sites.wire(SweptSites.platformHost).get("/sign-in", [("accept", "text/html")])
            #expect(door.status == 200 && door.headers["content-security-policy"] == [still])
        }
    }

    @Test("Answers what was typed with its faults in the reader's words, pair, ratio, nearest colour and where to look")
    func answered() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let owner = try await signedIn(sites.victim, sites)
            let sent = try await owner.type([
                ("light_text", "#fefefe"), ("light_surface", "#ffffff"), ("light_accent", "#12"),
                ("preview_width", "phone"), ("preview_page", "hotel"),
            ])
            #expect(sent.status == 200 && sent.headers["content-type"] == ["application/json"])
            #expect(sent.headers["cache-control"].first?.contains("no-store") == true)
            #expect(sent.headers["vary"].first?.lowercased().contains("accept") == true)
            let reply = try sent.typedReply()
            #expect(reply.preview_url == "/preview/look/sketch?scheme=light&direction=ltr&page=hotel")
            #expect(reply.is_narrow && reply.is_changed && reply.kept != nil)
            let pair = try #require(reply.contrast.first { $0.foreground == "text" && $0.background == "surface" })
            #expect(pair.ratio == "1.00" && pair.needed == "4.50" && pair.field == "light_text")
            #expect(pair.nearest.wholeMatch(of: /#[0-9a-f]{6}/) != nil)
            #expect(
                reply.told.contains {
                    $0.field == "light_text" && $0.text.contains("has contrast 1.00, at least 4.50 is needed")
                })
            #expect(reply.told.contains { $0.field == "light_accent" && $0.text.contains("#rrggbb") })
            #expect(reply.beside.contains { $0.field == "light_accent" && $0.text.contains("#rrggbb") })
            #expect(reply.beside.contains { $0.field == "light_text" && $0.text.contains(pair.nearest) })
            // A page of the server's own says the same.
            let page = try await owner.get(Self.editor)
            #expect(reply.beside.filter { $0.field == "light_text" }.allSatisfy { page.body.contains($0.text) })
            // Looked at otherwise it is the same look; put right it has no faults.
            let turned = try await owner.type([("preview_direction", "rtl")]).typedReply()
            #expect(!turned.is_changed && turned.preview_url.contains("direction=rtl"))
            let mended = try await owner.type([("light_text", "#111111"), ("light_accent", "#123456")]).typedReply()
            #expect(mended.is_changed && mended.beside.isEmpty && mended.told.isEmpty && mended.contrast.isEmpty)
            let file = try await owner.type([], files: [("logo", Array("GIF89a".utf8))]).typedReply()
            #expect(!file.is_changed && file.beside.map(\.field) == ["logo"])
            try await ConsoleSeat.settle("admin", "admin@example.com", named: "Ada", sites, sites.victim)
            let admin = try await ConsoleSeat.signIn("admin@example.com", on: owner.wire)
            let arabic = try await admin.type([("dark_text", "#000000"), ("dark_surface", "#000000")]).typedReply()
            #expect(arabic.told.contains { $0.text.contains("1.00") && $0.text.contains("تباين") })
            #expect(arabic.contrast.allSatisfy { $0.palette == "dark" } && !arabic.contrast.isEmpty)
            let strayed = try await owner.wire.upload(
                Self.editor, owner.headers, [("deed", "preview")], files: [("logo", SentPicture.pixel)])
            #expect(strayed.status == 403)
        }
    }

    @Test(
        "Keeps what somebody types from the neighbour and from everybody else of the house, and tells the trail of it once",
        arguments: [(IsolationMode.pooled, IsolationMode.pooled), (.pooled, .schema)])
    func own(attacker: IsolationMode, victim: IsolationMode) async throws {
        try await SweptSites.serve(attacker, victim) { sites in
            let owner = try await signedIn(sites.victim, sites)
            let neighbour = try await signedIn(sites.attacker, sites)
            try await ConsoleSeat.settle("admin", "admin@example.com", named: "Ada", sites, sites.victim)
            let admin = try await ConsoleSeat.signIn("admin@example.com", on: owner.wire)
            let site = try await owner.wire.get("/api/site").body
            for colour in ["#102030", "#112233", "#123456"] {
                #expect(try await owner.type([("light_accent", colour)]).typedReply().is_changed)
            }
            #expect(try await owner.get(Self.editor).body.contains("value=\"#123456\""))
            for other in [admin, neighbour] {
                #expect(try await !other.get(Self.editor).body.contains("#123456"))
                let reply = try await other.type([("preview_page", "results")])
                #expect(try !reply.typedReply().is_changed && !reply.body.contains("#123456"))
                #expect(try reply.typedReply().kept == nil)
                for sheet in try await other.get("/preview/look/sketch").body.matches(of: /\/preview\/[^"]+\.css/) {
                    #expect(try await !other.get(String(sheet.output)).body.contains("#123456"))
                }
            }
            #expect(try await owner.wire.get("/api/site").body == site)
            let strayed = try await neighbour.wire.upload(
                Self.editor, owner.headers.filter { $0.0 != "accept" } + [("accept", "application/json")],
                [("csrf_token", owner.token), ("deed", "preview"), ("light_accent", "#abcdef")], files: [])
            #expect([303, 401, 403].contains(strayed.status))
            #expect(try await !neighbour.get(Self.editor).body.contains("#abcdef"))
            let told = { try await Self.sketches(sites) }
            #expect(try await told() == 1)
            // What an operator types in the owner's place is told, and told as theirs.
            let acting = try await ConsoleSeat.act(as: SweptPeople(word: sites.victim.word).email, sites, sites.victim)
            #expect(try await acting.type([("light_accent", "#654321")]).typedReply().is_changed)
            #expect(try await told() == 2)
        }
    }

    private static func sketches(_ sites: SweptSites) async throws -> Int {
        try await sites.fleet.admin.single(
            """
            select count(*) as number from shared.audit_entries
             where tenant_id = \(sites.victim.entry.id) and action = 'branding.sketch'
            """
        ).only().get("number")
    }

    @Test("Shows the pages that a visitor meets, the sample of a booking marked as one, in the look that is worked on")
    func pages() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let owner = try await signedIn(sites.victim, sites)
            #expect(try await owner.type([("layout", "north")]).typedReply().is_changed)
            let rows = try await sites.rows(of: sites.victim)
            let marks = [
                "front": "name=\"destination\"", "results": "/hotels/", "hotel": "openstreetmap.org",
                "sign_in": "type=\"password\"", "confirmation": ">SAMPLE<",
            ]
            for page in PreviewedPage.allCases {
                let shown = try await owner.get("/preview/look/sketch?page=\(page.rawValue)")
                let mark = try #require(marks[page.rawValue])
                #expect(shown.status == 200 && shown.body.contains(mark), "\(page)")
                #expect(shown.body.contains("data-family=\"north\"") && shown.body.contains(" inert"), "\(page)")
                #expect(
                    shown.headers["content-security-policy"].first?.contains("sandbox allow-same-origin") == true)
                #expect(shown.body.contains("nobody has made this booking") == (page == .confirmation), "\(page)")
                let framed = try await owner.get("\(Self.editor)?preview_page=\(page.rawValue)")
                #expect(framed.body.contains("page=\(page.rawValue)\""), "\(page)")
            }
            #expect(try await owner.get("/preview/look/sketch?page=nothing").status == 422)
            #expect(try await sites.rows(of: sites.victim) == rows)
        }
    }
}
