import Foundation
import Testing
import Vocabulary

@testable import Tenancy

/// One mistake in one file of Aurelia's folder and what the reader says to it.
struct Mistake: Sendable, CustomTestStringConvertible {
    let file: String
    let old: String
    let new: String
    let path: String
    let says: String
    /// The line of `old` unless given.
    var line: Int?

    var testDescription: String { "\(file): \(new.prefix(40))" }
}

@Suite("A mistake in a tenant's folder")
struct FolderFaultTests {
    static let mistakes: [Mistake] = [
        Mistake(file: "tenant.yml", old: "slug: aurelia", new: "slug: Aurelia", path: "slug", says: "2 to 31"),
        Mistake(file: "tenant.yml", old: "slug: aurelia", new: "slug: www", path: "slug", says: "platform's own"),
        Mistake(file: "tenant.yml", old: "slug: aurelia", new: "slug: aurelie", path: "slug", says: "folder's name `aurelia`"),
        Mistake(file: "tenant.yml", old: "kind: live", new: "kind: lives", path: "kind", says: "did you mean `live`"),
        Mistake(file: "tenant.yml", old: "isolation: schema", new: "isolation: database", path: "isolation", says: "one of pooled, schema"),
        Mistake(file: "tenant.yml", old: "isolation: schema", new: "isolatoin: schema", path: "isolatoin", says: "did you mean `isolation`"),
        Mistake(file: "tenant.yml", old: "  - aurelia.localhost", new: "  - https://aurelia.localhost", path: "hosts[0]", says: "host without scheme"),
        Mistake(file: "tenant.yml", old: "  - aurelia.localhost", new: "  - 127.0.0.1", path: "hosts[0]", says: "host without scheme"),
        Mistake(file: "tenant.yml", old: "locales: [de, en]", new: "locales: [de, fr]", path: "locales[1]", says: "ar, de, en, ja, ru"),
        Mistake(file: "tenant.yml", old: "  charge: [EUR]", new: "  charge: [EUX]", path: "currencies.charge[0]", says: "ISO 4217"),
        Mistake(file: "tenant.yml", old: "  charge: [EUR]", new: "  charge: []", path: "currencies.charge", says: "1 to 20 entries"),
        Mistake(file: "tenant.yml", old: "  charge: [EUR]", new: "  charge: [EUR, EUR]", path: "currencies.charge[1]", says: "once"),
        Mistake(file: "tenant.yml", old: "  charge: [EUR]", new: "  charge: [EUR]\n  display: [EUR]", path: "currencies.display", says: "charged already", line: 13),
        Mistake(file: "tenant.yml", old: "time_zone: Europe/Vienna", new: "time_zone: Europe/Wien", path: "time_zone", says: "IANA"),
        Mistake(file: "tenant.yml", old: "week_start: monday", new: "week_start: mon", path: "week_start", says: "one of monday"),
        Mistake(file: "tenant.yml", old: "hold_minutes: 20", new: "hold_minutes: 90", path: "hold_minutes", says: "from 5 to 60"),
        Mistake(file: "tenant.yml", old: "hold_minutes: 20", new: "hold_minutes: 0x10", path: "hold_minutes", says: "whole number"),
        Mistake(file: "tenant.yml", old: "features: [hotels]", new: "features: [hotel]", path: "features[0]", says: "did you mean `hotels`"),
        Mistake(file: "tenant.yml", old: "  mail: service@aurelia-club.example", new: "  mail: service", path: "support.mail", says: "mail address"),
        Mistake(file: "tenant.yml", old: "  phone: \"+4315550142\"", new: "  phone: 01 555", path: "support.phone", says: "E.164"),
        Mistake(file: "tenant.yml", old: "    en: \"daily, 7:00–22:00\"", new: "    fr: x", path: "support.hours.fr", says: "locale of the site"),
        Mistake(file: "tenant.yml", old: "  country: AT", new: "  country: XX", path: "legal.country", says: "ISO 3166-1"),
        Mistake(file: "tenant.yml", old: "  plan: ENTERPRISE", new: "  plan: enterprise", path: "billing.plan", says: "one of FREE"),
        Mistake(file: "tenant.yml", old: "  currency: EUR", new: "  currency: eur", path: "billing.currency", says: "capitals"),
        Mistake(file: "tenant.yml", old: "  platform_fee_basis_points: 180", new: "  platform_fee_basis_points: 18000", path: "billing.platform_fee_basis_points", says: "0 to 10000"),
        Mistake(file: "tenant.yml", old: "  plan_fee_minor: 249000", new: "  plan_fee_minor: -1", path: "billing.plan_fee_minor", says: "minor units"),
        Mistake(file: "tenant.yml", old: "      basis_points: 500", new: "      amount_minor: 500", path: "billing.stay_taxes[0].amount_minor", says: "expected `basis_points`"),
        Mistake(file: "tenant.yml", old: "      included: false", new: "      included: \"no\"", path: "billing.stay_taxes[0].included", says: "true or false"),
        Mistake(file: "tenant.yml", old: "      due: at_property", new: "      due: later", path: "billing.stay_taxes[0].due", says: "one of now, at_property"),
        Mistake(file: "tenant.yml", old: "kind: live", new: "kind: [live]", path: "kind", says: "single value"),
        Mistake(file: "tenant.yml", old: "kind: live", new: "kind: &a live", path: "", says: "anchors and aliases"),
        Mistake(file: "tenant.yml", old: "kind: live", new: "kind: !secret live", path: "kind", says: "tags are not"),
        Mistake(file: "tenant.yml", old: "kind: live", new: "kind: live\nkind: test", path: "", says: "each key once", line: 6),
        Mistake(file: "tenant.yml", old: "kind: live", new: "kind: \"li\\u0007ve\"", path: "kind", says: "control characters"),
        Mistake(file: "tenant.yml", old: "kind: live", new: "kind: \"live", path: "", says: "expected YAML", line: 0),
        Mistake(file: "branding.yml", old: "layout: club", new: "layout: clubs", path: "layout", says: "did you mean `club`"),
        Mistake(file: "branding.yml", old: "  radius_pixels: 2", new: "  radius_pixels: 99", path: "shape.radius_pixels", says: "0 to 28"),
        Mistake(file: "branding.yml", old: "  display: didone", new: "  display: Comic Sans", path: "typography.display", says: "one of system"),
        Mistake(file: "branding.yml", old: "  logo: logo.svg", new: "  logo: ../logo.svg", path: "files.logo", says: "file of this folder"),
        Mistake(file: "branding.yml", old: "  logo: logo.svg", new: "  logo: logos.svg", path: "files.logo", says: "did you mean `logo.svg`"),
        Mistake(file: "branding.yml", old: "    text: \"#14202e\"", new: "    text: ink", path: "tokens.light.text", says: "#rrggbb"),
        Mistake(file: "branding.yml", old: "    text: \"#14202e\"", new: "    text: \"#999999\"", path: "tokens.light.text", says: "would pass"),
        Mistake(file: "branding.yml", old: "    surface_raised: \"#ffffff\"", new: "    surface_raisd: \"#ffffff\"", path: "tokens.light.surface_raisd", says: "did you mean `surface_raised`"),
        Mistake(file: "texts/de.yml", old: "home.hero.title:", new: "Home.Hero:", path: "Home.Hero", says: "message's key"),
        Mistake(file: "pages/terms.de.md", old: "# Nutzungsbedingungen", new: "Nutzungsbedingungen", path: "", says: "title"),
        Mistake(file: "pages/terms.de.md", old: "## Fragen", new: "<script>alert(1)</script>", path: "", says: "HTML is not allowed"),
        Mistake(file: "pages/terms.de.md", old: "## Fragen", new: "[x](javascript:alert(1))", path: "", says: "expected a link"),
        Mistake(file: "logo.svg", old: "  <title>Aurelia Club</title>", new: "  <script>1</script>", path: "", says: "`script` is not allowed"),
    ]

    @Test("is told with file, line and path", arguments: mistakes)
    func told(mistake: Mistake) throws {
        var files = try TenantFolders.files("aurelia")
        let text = String(decoding: try #require(files[mistake.file]), as: UTF8.self)
        let range = try #require(text.range(of: mistake.old), "the folder lacks `\(mistake.old)`")
        let line = mistake.line ?? text[..<range.lowerBound].count { $0 == "\n" } + 1
        files[mistake.file] = Data(text.replacingCharacters(in: range, with: mistake.new).utf8)
        let faults = try ScratchFolder("aurelia", files).faults()
        let found = faults.filter {
            $0.file == mistake.file && $0.path == mistake.path && $0.message.contains(mistake.says)
                && (line == 0 || $0.line == line)
        }
        #expect(!found.isEmpty, "said instead:\n\(FolderFaults(faults))")
    }

    @Test("does not hide another: all are told at once, in the order of files and lines")
    func allAtOnce() throws {
        var files = try TenantFolders.files("aurelia")
        for mistake in Self.mistakes where ["hold_minutes", "legal.country", "layout"].contains(mistake.path) && !mistake.new.contains("0x") {
            let text = String(decoding: try #require(files[mistake.file]), as: UTF8.self)
            files[mistake.file] = Data(text.replacingOccurrences(of: mistake.old, with: mistake.new).utf8)
        }
        files["pages/terms.de.md"] = Data("# a\n\n<b>".utf8)
        files["page/terms.de.md"] = Data("# x".utf8)
        files["logo.svg"] = nil
        let faults = try ScratchFolder("aurelia", files).faults()
        #expect(faults.map { "\($0.file) \($0.path)" } == [
            "branding.yml layout", "branding.yml files.logo", "page/terms.de.md ", "pages/terms.de.md ",
            "tenant.yml hold_minutes", "tenant.yml legal.country",
        ])
    }

    @Test("is told by the check of overrides with its line")
    func overrides() throws {
        let folder = try ScratchFolder("aurelia", TenantFolders.files("aurelia"))
        let faults = folder.faults { locale, key, _ in
            locale.description == "en" && key == "home.hero.title" ? ["unknown argument `name`"] : []
        }
        #expect(faults.map(\.description) == ["texts/en.yml:3:18: home.hero.title: unknown argument `name`"])
    }

    @Test("A page or text in a language that the site does not have is told")
    func strangeLocale() throws {
        var files = try TenantFolders.files("aurelia")
        files["pages/terms.fr.md"] = Data("# Conditions".utf8)
        files["texts/ja.yml"] = Data("home.hero.title: x".utf8)
        #expect(try ScratchFolder("aurelia", files).faults().map(\.description) == [
            "pages/terms.fr.md:1: expected a locale of the site: de, en", "texts/ja.yml:1: expected a locale of the site: de, en",
        ])
    }

    @Test("A folder that is not there, an empty one and a file in its place are told, not crashed on")
    func missing() throws {
        let empty = try ScratchFolder("aurelia")
        #expect(empty.faults().first?.message.contains("expected a folder") == true)
        let partial = try ScratchFolder("aurelia", ["tenant.yml/x": Data()])
        #expect(Set(partial.faults().map(\.file)).isSuperset(of: ["tenant.yml", "branding.yml"]))
    }

    @Test("A link that leads out of the folder is not followed")
    func symbolicLink() throws {
        var files = try TenantFolders.files("aurelia")
        files["pages/terms.de.md"] = nil
        let folder = try ScratchFolder("aurelia", files)
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/pages/terms.de.md", withDestinationPath: "/etc/passwd")
        #expect(folder.faults().map(\.description) == ["pages/terms.de.md:1: expected a file"])
    }
}
