import Foundation
import Tenancy
import TestSupport
import Testing

@testable import TravelHub

@Suite("A look drafted by a program")
struct LookDraftTests {
    private static let drafts = "/api/admin/branding/drafts"

    private struct Problem: Decodable {
        struct Fault: Decodable {
            let pointer, code, detail: String
        }

        let code: String
        let errors: [Fault]
    }

    private func bearer(_ partner: SweptPartner, _ wire: Wire) async throws -> [(String, String)] {
        let email = SweptPeople(word: partner.word).email
        let token = try await wire.json(
            "/api/auth/login", [], "{\"email\":\"\(email)\",\"password\":\"\(SweptPeople.password)\"}"
        ).expect("access_token")
        return [("authorization", "Bearer \(token)")]
    }

    private func refused(_ body: String, _ wire: Wire, _ headers: [(String, String)]) async throws -> Problem {
        let reply = try await wire.json(Self.drafts, headers, body)
        #expect(reply.status == 422, "\(reply.body)")
        return try JSONDecoder().decode(Problem.self, from: Data(reply.body.utf8))
    }

    @Test(
        "Takes everything that a look is made of, pictures too, and colours alone as ever; a neighbour sees none of it",
        arguments: [(IsolationMode.pooled, IsolationMode.pooled), (.pooled, .schema)])
    func taken(attacker: IsolationMode, victim: IsolationMode) async throws {
        try await SweptSites.serve(attacker, victim) { sites in
            let wire = sites.wire(sites.victim.host)
            let mine = try await bearer(sites.victim, wire)
            let logo = Data(SentPicture.drawing("by a program")).base64EncodedString()
            let whole = """
                {"layout":"club","colour_scheme":"dark","density":"roomy","motif":"rays","radius_pixels":3,
                 "text_font":"slab","display_font":"didone","size_pixels":19,"scale_percent":141,
                 "light":[{"token":"accent","colour":"#123456"},{"token":"accent_text","colour":"#FFFFFF"}],
                 "pictures":[{"place":"logo","base64":"\(logo)"}],"without":["logo_dark"]}
                """
            let made = try await wire.json(Self.drafts, mine, whole)
            #expect(made.status == 201, "\(made.body)")
            let release = try #require(made.body.firstMatch(of: /"release":(\d+)/)?.1)
            let owner = try await ConsoleSeat.signIn(SweptPeople(word: sites.victim.word).email, on: wire)
            let frame = try await owner.get("/preview/look/\(release)")
            for text in ["data-family=\"club\"", "data-motif=\"rays\""] {
                #expect(frame.body.contains(text), "\(text)")
            }
            let sheet = try #require(frame.body.firstMatch(of: /\/preview\/look\/[^"]+\.css/)?.output)
            let styles = try await owner.get(String(sheet)).body
            for text in ["--accent: #123456;", "--radius: 3px;", "--font-size: 1.187rem;", "Rockwell", "Didot"] {
                #expect(styles.contains(text), "\(text)")
            }
            let picture = try #require(frame.body.firstMatch(of: /\/preview\/look\/[^"]+logo\.[^"]+svg/)?.output)
            #expect(try await owner.get(String(picture)).body.contains("by a program"))
            #expect(!frame.body.contains("logo-dark"))
            let colours = ##"{"light":[{"token":"accent","colour":"#1d3557"}],"dark":[]}"##
            #expect(try await wire.json(Self.drafts, mine, colours).status == 201)
            #expect(try await wire.json(Self.drafts, mine, "{}").status == 201)
            let theirs = sites.wire(sites.attacker.host)
            let neighbour = try await bearer(sites.attacker, theirs)
            #expect(try await wire.json(Self.drafts, neighbour, whole).status == 401)
            #expect(try await !theirs.get("/api/admin/branding/releases", neighbour).body.contains("\"release\":2"))
            #expect(try await theirs.get("/api/site").body.contains("#123456") == false)
        }
    }

    @Test(
        "Names every fault of a body by its pointer, and each pair that cannot be read at the colour that makes it so")
    func faults() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let wire = sites.wire(sites.victim.host)
            let mine = try await bearer(sites.victim, wire)
            let before = try await sites.rows(of: sites.victim)
            let wrong = try await refused(
                """
                {"layout":"none","density":7,"radius_pixels":29,"size_pixels":"16","scale_percent":99,
                 "text_font":"comic","light":[{"token":"accent","colour":"#12"},{"token":"nothing","colour":"#123456"}],
                 "pictures":[{"place":"logo","base64":"***"}],"without":["hat"],"wide":true}
                """, wire, mine)
            #expect(
                Set(wrong.errors.map { "\($0.pointer) \($0.code)" }) == [
                    "/layout choice", "/density type", "/radius_pixels out_of_range", "/size_pixels type",
                    "/scale_percent out_of_range", "/text_font choice", "/light/0/colour format",
                    "/light/1/token choice", "/pictures/0/base64 format", "/without/0 choice", "/wide unknown_field",
                ])
            #expect(wrong.code == "input.invalid" && wrong.errors.allSatisfy { !$0.detail.contains("⟦") })
            let (gif, pixel) = (
                Data("GIF89a".utf8).base64EncodedString(), Data(SentPicture.pixel).base64EncodedString()
            )
            let pictures = try await refused(
                """
                {"pictures":[{"place":"favicon","base64":"\(gif)"},{"place":"logo","base64":"\(pixel)"},
                             {"place":"logo","base64":"\(pixel)"}]}
                """, wire, mine)
            #expect(
                pictures.errors.map { "\($0.pointer) \($0.code)" } == [
                    "/pictures/0/base64 picture_kind", "/pictures/2/place duplicate",
                ])
            let pale = try await refused(
                ##"{"light":[{"token":"surface","colour":"#ffffff"},{"token":"text","colour":"#fefefe"}]}"##, wire,
                mine + [("accept-language", "en")])
            #expect(pale.code == "branding.contrast")
            let pair = try #require(pale.errors.first { $0.detail.hasPrefix("text on surface has") })
            #expect(pair.pointer == "/light/1/colour" && pair.code == "contrast")
            #expect(pair.detail.contains("1.00") && pair.detail.contains("4.50"))
            #expect(pair.detail.contains(/; #[0-9a-f]{6} passes/))
            // A ground that is changed under words that are not.
            let ground = try await refused(##"{"light":[{"token":"background","colour":"#000000"}]}"##, wire, mine)
            #expect(ground.errors.contains { $0.pointer == "/light/0/colour" && $0.code == "contrast" })
            #expect(try await sites.rows(of: sites.victim) == before)
        }
    }
}
