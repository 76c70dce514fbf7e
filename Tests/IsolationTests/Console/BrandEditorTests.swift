import Foundation
import Inventory
import Jobs
import NIOHTTP1
import Postgres
import Tenancy
import TestSupport
import Testing
import Web

@testable import TravelHub

/// Pictures as somebody would send them.
enum SentPicture {
    static func drawing(_ title: String) -> [UInt8] {
        Array(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 1\"><title>\(title)</title></svg>".utf8)
    }

    static let pixel = Array(
        Data(
            base64Encoded:
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        ) ?? Data())
}

@Suite("The brand editor")
struct BrandEditorTests {
    private static let editor = "/admin/brand/edit"
    private static let frame = "/preview/look/sketch"
    private static let shape = [
        ("layout", "club"), ("colour_scheme", "light"), ("density", "roomy"), ("motif", "rays"),
        ("radius_pixels", "3"), ("text_font", "slab"), ("display_font", "didone"), ("size_pixels", "19"),
        ("scale_percent", "141"),
    ]

    private func signedIn(_ partner: SweptPartner, _ sites: SweptSites) async throws -> ConsoleSeat {
        try await ConsoleSeat.signIn(SweptPeople(word: partner.word).email, on: sites.wire(partner.host))
    }

    private func files(of page: Wire.Reply, _ pattern: String) throws -> [String] {
        page.body.matches(of: try Regex("/preview/look/[^/\"]+/\(pattern)")).map { String($0.0) }
    }

    @Test(
        "Keeps what is typed and sent for its author alone, shows it in a frame, and publishes it when told",
        arguments: [(IsolationMode.pooled, IsolationMode.pooled), (.pooled, .schema)])
    func wholeWay(attacker: IsolationMode, victim: IsolationMode) async throws {
        try await SweptSites.serve(attacker, victim) { sites in
            let owner = try await signedIn(sites.victim, sites)
            let neighbour = try await signedIn(sites.attacker, sites)
            let looks = try await owner.wire.get("/api/site").body
            let sent = try await owner.upload(
                Self.editor,
                Self.shape + [
                    ("deed", "preview"), ("preview_scheme", "dark"), ("preview_direction", "rtl"),
                    ("preview_width", "phone"),
                ], files: [("logo", SentPicture.drawing("the new logo")), ("favicon", SentPicture.pixel)])
            let address = try #require(sent.headers["location"].first)
            #expect(sent.status == 303 && address.hasSuffix("#preview") && address.contains("done=sketched"))
            let page = try await owner.get(String(address.prefix { $0 != "#" }))
            #expect(
                page.status == 200
                    && page.headers["content-security-policy"].first?.contains("frame-src 'self'") == true)
            #expect(
                page.body.contains("src=\"\(Self.frame)?scheme=dark&amp;direction=rtl&amp;page=front\"")
                    && page.body.contains("narrow"))
            #expect(page.body.contains("value=\"club\" selected") && page.body.contains("value=\"slab\" selected"))
            #expect(
                page.body.contains("name=\"radius_pixels\" type=\"number\" value=\"3\"") && !page.body.contains("⟦"))
            #expect(
                try await owner.get("\(Self.editor)/pictures/logo").body
                    == String(decoding: SentPicture.drawing("the new logo"), as: UTF8.self))
            try await Self.frameIsWhole(owner, self)
            // Neither visitors, nor others of the house, nor the neighbour see any of it.
            #expect(try await owner.wire.get("/api/site").body == looks)
            try await ConsoleSeat.settle("admin", "admin@example.com", named: "Ada", sites, sites.victim)
            let admin = try await ConsoleSeat.signIn("admin@example.com", on: owner.wire)
            for other in [admin, neighbour] {
                let shown = try await other.get(Self.frame)
                #expect(shown.status == 200 && !shown.body.contains("data-family=\"club\""))
                #expect(try await !other.get("\(Self.editor)/pictures/logo").body.contains("the new logo"))
                for file in try files(of: try await owner.get(Self.frame), "(?:brand|logo)[^\"]+") {
                    #expect(try await !other.get(file).body.contains("the new logo"))
                }
            }
            let theirs = try await owner.wire.get(Self.frame, [("accept", "text/html")])
            #expect(theirs.status == 303 && theirs.headers["location"].first?.hasPrefix("/admin/sign-in") == true)
            let strayed = try await neighbour.wire.get(Self.frame, owner.headers)
            #expect([303, 401].contains(strayed.status) && !strayed.body.contains("club"))
            let before = try await sites.rows(of: sites.victim)
            #expect(try await neighbour.upload(Self.editor, [("deed", "preview"), ("layout", "north")]).status == 303)
            #expect(try await neighbour.post("\(Self.editor)/discard").status == 303)
            #expect(try await sites.rows(of: sites.victim) == before)
            try await Self.publish(owner, sites)
        }
    }

    /// The site as its visitors would see it, with every file that it names, and nothing that runs.
    private static func frameIsWhole(_ owner: ConsoleSeat, _ tests: BrandEditorTests) async throws {
        let shown = try await owner.get("\(frame)?scheme=dark&direction=rtl")
        let policy = shown.headers["content-security-policy"].first ?? ""
        #expect(shown.status == 200 && policy.contains("frame-ancestors 'self'") && policy.contains("sandbox"))
        for text in ["data-family=\"club\"", "data-scheme=\"dark\"", "dir=\"rtl\"", "data-motif=\"rays\"", " inert"] {
            #expect(shown.body.contains(text), "\(text)")
        }
        #expect(
            !shown.body.contains("<script src") && shown.headers["cache-control"].first?.contains("no-store") == true)
        let sheet = try #require(try tests.files(of: shown, "brand\\.[^\"]+css").first)
        let styles = try await owner.get(sheet).body
        for text in ["--radius: 3px;", "--font-size: 1.187rem;", "--font-scale: 1.410;", "Rockwell", "Didot"] {
            #expect(styles.contains(text), "\(text)")
        }
        let logo = try #require(try tests.files(of: shown, "logo\\.[^\"]+svg").first)
        #expect(try await owner.get(logo).body.contains("the new logo"))
        #expect(try tests.files(of: shown, "favicon\\.[^\"]+png").count >= 1)
        #expect(try await owner.get("/preview/look/99").status == 404)
        #expect(try await owner.get("/preview/look/0").status == 422)
    }

    private static func publish(_ owner: ConsoleSeat, _ sites: SweptSites) async throws {
        let drafted = try await owner.upload(editor, [("deed", "draft")])
        let look = try #require(drafted.headers["location"].first?.prefix { $0 != "?" })
        #expect(drafted.status == 303 && look.hasPrefix("/admin/brand/releases/"))
        let kept = try await owner.get("\(look)?preview_width=phone")
        #expect(kept.body.contains("/preview/look/\(look.split(separator: "/").last ?? "")?scheme=light"))
        #expect(try await owner.get(editor).body.contains("<p class=\"kept\" hidden>"))
        #expect(try await owner.post("\(look)/publish").status == 303)
        let front = { try await owner.wire.get("/en", [("accept", "text/html")]).body }
        #expect(try await comesTrue { try await front().contains("data-family=\"club\"") })
        let logo = try #require(try await front().firstMatch(of: #/"(/brand/logo\.[^"]+)"/#)?.1)
        #expect(try await owner.wire.get(String(logo)).body.contains("the new logo"))
        #expect(try await owner.post("/admin/brand/releases/1/publish").status == 303)
        #expect(try await comesTrue { try await !front().contains("data-family=\"club\"") })
        let trail = try await sites.fleet.admin.single(
            """
            select action from shared.audit_entries where tenant_id = \(sites.victim.entry.id)
               and action like 'branding.%' order by recorded_at
            """)
        #expect(
            try trail.map { try $0.get("action", as: String.self) }
                == ["branding.sketch", "branding.draft", "branding.publish", "branding.publish"])
    }

    @Test("Takes no form without its token, nor with a neighbour's, nor with one that is sent as a file")
    func forged() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let owner = try await signedIn(sites.victim, sites)
            let neighbour = try await signedIn(sites.attacker, sites)
            let pictures = [("logo", SentPicture.drawing("forged"))]
            let token = Array(owner.token.utf8)
            for refused in [
                try await owner.upload(Self.editor, Self.shape, files: pictures, isTrue: false),
                try await owner.upload(
                    Self.editor, [("csrf_token", neighbour.token)] + Self.shape, files: pictures, isTrue: false),
                try await owner.upload(
                    Self.editor, Self.shape, files: [("csrf_token", token)] + pictures, isTrue: false),
            ] {
                #expect(refused.status == 403)
            }
            let sketches: Int = try await sites.fleet.tenants.scope(sites.victim.entry).run(
                "select count(*) as number from brand_sketches"
            ).only().get("number")
            #expect(sketches == 0)
        }
    }

    @Test("Tells every fault of what was typed and sent, loses nothing of it, and keeps the files that are right")
    func faults() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let owner = try await signedIn(sites.victim, sites)
            let script = Array("<svg viewBox=\"0 0 1 1\"><script>1</script><g onload=\"x\"/></svg>".utf8)
            var wide = SentPicture.pixel
            wide[16] = 0x7F
            let large = [UInt8](repeating: 0x20, count: BrandAsset.bytesMax) + Array("<svg/>".utf8)
            let refused = try await owner.upload(
                Self.editor,
                [
                    ("light_accent", "#12"), ("radius_pixels", "29"), ("layout", "none"), ("size_pixels", ""),
                    ("dark_link", "#abcdef"), ("deed", "draft"), ("without", "nothing"),
                ],
                files: [
                    ("logo", script), ("logo_dark", wide), ("social_image", large),
                    ("favicon", SentPicture.drawing("the right icon")),
                ])
            #expect(refused.status == 422)
            for field in [
                "light_accent", "radius_pixels", "layout", "size_pixels", "logo", "logo_dark", "social_image",
                "without",
            ] {
                #expect(refused.body.contains("href=\"#field-\(field)\""), "\(field)")
            }
            for told in ["“script” (line 1)", "“onload” (line 1)", "2,400", "129 KB", "128 KB"] {
                #expect(refused.body.contains(told), "\(told)")
            }
            for typed in ["value=\"#12\"", "value=\"29\"", "value=\"#abcdef\""] {
                #expect(refused.body.contains(typed), "\(typed)")
            }
            #expect(try await owner.get("\(Self.editor)/pictures/favicon").body.contains("the right icon"))
            #expect(try await !owner.get("\(Self.editor)/pictures/logo").body.contains("script"))
            let kinds = try await owner.upload(
                Self.editor, [("deed", "preview")],
                files: [("logo", Array("GIF89a".utf8)), ("favicon", Array("<html><body/></html>".utf8))])
            #expect(kinds.status == 422 && kinds.body.contains("neither an SVG nor a PNG"))
            #expect(kinds.body.contains("“html” (line 1)"))
            let twice = try await owner.upload(
                Self.editor, [("density", "roomy"), ("density", "compact")],
                files: [("logo", SentPicture.pixel), ("logo", SentPicture.pixel)])
            #expect(twice.status == 422 && twice.body.contains("#field-density") && twice.body.contains("#field-logo"))
            let foreign = try await owner.upload("/admin/keys/new", [("name", "x")])
            #expect(foreign.status == 415)
            let much = try await owner.upload(
                Self.editor, [], files: [("logo", [UInt8](repeating: 1, count: 3 * 1024 * 1024))])
            #expect(much.status == 413)
            #expect(try await owner.wire.upload(Self.editor, owner.headers, [], files: []).status == 403)
        }
    }

    @Test("Shows what the contrast gate refuses, names pair, ratio and the nearest colour, and makes no release of it")
    func blocked() async throws {
        try await SweptSites.serve(.pooled, .pooled) { sites in
            let owner = try await signedIn(sites.victim, sites)
            let pale = [("light_text", "#fefefe"), ("light_surface", "#ffffff")]
            let blocked = try await owner.post(Self.editor, pale)
            #expect(blocked.status == 422 && blocked.body.contains("has contrast 1.00, at least 4.50 is needed"))
            let sheets = try files(of: try await owner.get(Self.frame), "brand\\.[^\"]+css")
            #expect(try await owner.get(try #require(sheets.first)).body.contains("--text: #fefefe;"))
            let again = try await owner.get(Self.editor)
            #expect(again.status == 200 && again.body.contains("at least 4.50 is needed"))
            #expect(again.body.contains("value=\"#fefefe\""))
            #expect(try await owner.get("/admin/brand/releases/2").status == 404)
            #expect(try await owner.get("\(Self.editor)/discard").body.contains("\(Self.editor)/discard"))
            #expect(try await owner.post("\(Self.editor)/discard", isTrue: false).status == 403)
            #expect(try await owner.post("\(Self.editor)/discard").status == 303)
            #expect(try await !owner.get(Self.editor).body.contains("#fefefe"))
        }
    }

    @Test("Takes pictures away: a letter stands in where one has to be; what nobody goes on with is deleted in time")
    func takenAway() async throws {
        try await SweptSites.serve(.schema, .schema) { sites in
            let owner = try await signedIn(sites.victim, sites)
            let neighbour = try await signedIn(sites.attacker, sites)
            for seat in [owner, neighbour] {
                let taken = try await seat.upload(
                    Self.editor,
                    [("deed", "preview")]
                        + ["logo", "logo_dark", "favicon", "social_image"].map { ("without", $0) })
                #expect(taken.status == 303)
            }
            #expect(try await owner.get("\(Self.editor)/pictures/logo").body.contains("text-anchor=\"middle\""))
            #expect(try await owner.get("\(Self.editor)/pictures/logo_dark").status == 404)
            #expect(try await !owner.get(Self.editor).body.contains("value=\"logo_dark\""))
            _ = try await sites.fleet.admin.single(
                """
                update \(identifier: sites.victim.entry.schema).brand_sketches
                   set changed_at = changed_at - interval '31 days'
                """)
            _ = try await sites.hub.sweepTenants.run()
            #expect(try await owner.get(Self.editor).body.contains("<p class=\"kept\" hidden>"))
            #expect(try await neighbour.get(Self.editor).body.contains("<p class=\"kept\"><span>"))
        }
    }
}
