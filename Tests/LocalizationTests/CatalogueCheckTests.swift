import Foundation
import Localization
import Testing

@Suite("The check of used and missing texts")
struct CatalogueCheckTests {
    private let folder: CatalogueFolder
    private let sources: CatalogueFolder

    init() throws {
        folder = try CatalogueFolder([
            "en/a.yml": """
            home: {title: a, lead: b, old: c}
            amenity: {pool: a, spa: b}
            problem:
              booking.hold_expired: {title: a, detail: b}
            fault.email: c
            nav: {home: a, help: b}
            """
        ])
        sources = try CatalogueFolder([
            "Home.swift": """
            let title = t("home.title")
            let lead = t( "home.led", [:])
            let amenity = t("amenity.\\(code)")
            throw Problem(409, "booking.hold_expired")
            Problem.Fault("/contact/email", "email.bad")
            let file = "style.css"
            """,
            "page.mustache": "<a>{{t.nav.home}}</a>\n<p>{{#t}}nav.gone{{/t}} {{{t.home.lead}}}</p>",
            "image.png": "t(\"home.old\")",
        ])
    }

    @Test("finds both, with the place where a missing one is named")
    func report() throws {
        let report = try CatalogueCheck(catalogues: folder.load()).report(directories: [sources.path])
        #expect(report.unused == ["fault.email", "home.old", "nav.help"])
        #expect(
            report.missing.map { $0.replacingOccurrences(of: sources.path + "/", with: "") } == [
                "Home.swift:2: home.led", "page.mustache:2: nav.gone",
            ])
        #expect(!report.isClean)
        #expect(report.description.hasSuffix("nav.help: never used"))
    }

    @Test("takes other rules, and refuses a rule that is no expression")
    func rules() throws {
        let rule = CatalogueCheck.Rule(
            fileSuffixes: [".png"], pattern: #"t\("([a-z.]+)"\)"#, keys: ["$1", "$1.more"], meaning: .reference)
        let report = try CatalogueCheck(catalogues: folder.load(), rules: [rule]).report(directories: [sources.path])
        #expect(report.missing.map { $0.hasSuffix("image.png:1: home.old.more") } == [true])
        let broken = CatalogueCheck.Rule(fileSuffixes: [".png"], pattern: "(", meaning: .mention)
        #expect(throws: (any Error).self) {
            try CatalogueCheck(catalogues: folder.load(), rules: [broken]).report(directories: [sources.path])
        }
    }
}
