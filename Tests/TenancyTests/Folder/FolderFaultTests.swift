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
    /// The line of `old` unless given; 0 for any.
    let line: Int?

    var testDescription: String { "\(file): \(new.prefix(40))" }

    init(_ file: String, _ old: String, _ new: String, _ path: String, _ says: String, line: Int? = nil) {
        self.file = file
        self.old = old
        self.new = new
        self.path = path
        self.says = says
        self.line = line
    }

    static func tenant(_ old: String, _ new: String, _ path: String, _ says: String, line: Int? = nil) -> Mistake {
        Mistake("tenant.yml", old, new, path, says, line: line)
    }

    static func branding(_ old: String, _ new: String, _ path: String, _ says: String) -> Mistake {
        Mistake("branding.yml", old, new, path, says)
    }
}

@Suite("A mistake in a tenant's folder")
struct FolderFaultTests {
    static let mistakes: [Mistake] = [
        .tenant("slug: aurelia", "slug: Aurelia", "slug", "1 to 31"),
        .tenant("slug: aurelia", "slug: www", "slug", "platform's own"),
        .tenant("slug: aurelia", "slug: aurelie", "slug", "folder's name `aurelia`"),
        .tenant("kind: live", "kind: lives", "kind", "did you mean `live`"),
        .tenant("isolation: schema", "isolation: database", "isolation", "one of pooled, schema"),
        .tenant("isolation: schema", "isolatoin: schema", "isolatoin", "did you mean `isolation`"),
        .tenant("  - aurelia.localhost", "  - https://aurelia.localhost", "hosts[0]", "host without scheme"),
        .tenant("  - aurelia.localhost", "  - 127.0.0.1", "hosts[0]", "host without scheme"),
        .tenant(
            "  - aurelia.localhost", "  - aurelia.localhost\ncors_origins: [\"http://app.example\"]", "cors_origins[0]",
            "an origin as browsers send it", line: 10),
        .tenant("locales: [de, en]", "locales: [de, fr]", "locales[1]", "ar, de, en, ja, ru"),
        .tenant("  charge: [EUR]", "  charge: [EUX]", "currencies.charge[0]", "ISO 4217"),
        .tenant("  charge: [EUR]", "  charge: []", "currencies.charge", "1 to 20 entries"),
        .tenant("  charge: [EUR]", "  charge: [EUR, EUR]", "currencies.charge[1]", "once"),
        .tenant(
            "  charge: [EUR]", "  charge: [EUR]\n  display: [EUR]", "currencies.display", "charged already", line: 13),
        .tenant(
            "  charge: [EUR]", "  charge: [EUR]\n  display: [USD]\n  display_margin_basis_points: 2001",
            "currencies.display_margin_basis_points", "from 0 to 2000", line: 14),
        .tenant(
            "  charge: [EUR]", "  charge: [EUR]\n  display: [USD]\n  display_margin_basis_points: 1.5",
            "currencies.display_margin_basis_points", "whole number", line: 14),
        .tenant(
            "  charge: [EUR]", "  charge: [EUR]\n  display_margin_basis_points: 150",
            "currencies.display_margin_basis_points", "nothing is shown", line: 13),
        .tenant("time_zone: Europe/Vienna", "time_zone: Europe/Wien", "time_zone", "IANA"),
        .tenant("week_start: monday", "week_start: mon", "week_start", "one of monday"),
        .tenant("hold_minutes: 20", "hold_minutes: 90", "hold_minutes", "from 5 to 60"),
        .tenant("hold_minutes: 20", "hold_minutes: 0x10", "hold_minutes", "whole number"),
        .tenant("features: [hotels]", "features: [hotel]", "features[0]", "did you mean `hotels`"),
        .tenant("  mail: service@aurelia-club.example", "  mail: service", "support.mail", "mail address"),
        .tenant("  phone: \"+4315550142\"", "  phone: 01 555", "support.phone", "E.164"),
        .tenant("    en: \"daily, 7:00–22:00\"", "    fr: x", "support.hours.fr", "locale of the site"),
        .tenant("  country: AT", "  country: XX", "legal.country", "ISO 3166-1"),
        .tenant("  plan: ENTERPRISE", "  plan: enterprise", "billing.plan", "one of FREE"),
        .tenant("  currency: EUR", "  currency: eur", "billing.currency", "capitals"),
        .tenant(
            "  platform_fee_basis_points: 180", "  platform_fee_basis_points: 18000",
            "billing.platform_fee_basis_points", "0 to 10000"),
        .tenant("  cycle: monthly", "  cycle: monthly\n  due_days: 0", "billing.due_days", "1 to 90", line: 43),
        .tenant("  cycle: monthly", "  cycle: monthly\n  mail: nobody", "billing.mail", "mail address", line: 43),
        .tenant(
            "  cycle: monthly",
            "  cycle: monthly\n  usage:\n    included_calls: -5\n    price_minor_per_thousand: 1",
            "billing.usage.included_calls", "calls a month", line: 44),
        .tenant("  plan_fee_minor: 249000", "  plan_fee_minor: -1", "billing.plan_fee_minor", "minor units"),
        .tenant(
            "      basis_points: 500", "      amount_minor: 500", "billing.stay_taxes[0].amount_minor",
            "expected `basis_points`"),
        .tenant("      included: false", "      included: \"no\"", "billing.stay_taxes[0].included", "true or false"),
        .tenant("      due: at_property", "      due: later", "billing.stay_taxes[0].due", "one of now, at_property"),
        .tenant("kind: live", "kind: [live]", "kind", "single value"),
        .tenant("kind: live", "kind: &a live", "", "anchors and aliases"),
        .tenant("kind: live", "kind: !secret live", "kind", "tags are not"),
        .tenant("kind: live", "kind: live\nkind: test", "", "each key once", line: 6),
        .tenant("kind: live", "kind: \"li\\u0007ve\"", "kind", "control characters"),
        .tenant(
            "  company: Aurelia Club Reisen GmbH", "  company: \"Aurelia \u{202E}HbmG\"", "legal.company", "turn its"),
        .tenant("  - aurelia.localhost", "  - \"aurelia.localhost\u{2066}\"", "hosts[0]", "turn its"),
        .tenant("    en: \"daily, 7:00–22:00\"", "    en: \"daily\\u2028always\"", "support.hours.en", "line ends"),
        .tenant("kind: live", "\"ki\u{202A}nd\": live", "?", "turn its"),
        .tenant("kind: live", "kind: \"live", "", "expected YAML", line: 0),
        .branding("layout: club", "layout: clubs", "layout", "did you mean `club`"),
        .branding("  radius_pixels: 2", "  radius_pixels: 99", "shape.radius_pixels", "0 to 28"),
        .branding("  display: didone", "  display: Comic Sans", "typography.display", "one of system"),
        .branding("  logo: logo.svg", "  logo: ../logo.svg", "files.logo", "file of this folder"),
        .branding("  logo: logo.svg", "  logo: logos.svg", "files.logo", "did you mean `logo.svg`"),
        .branding("    text: \"#14202e\"", "    text: ink", "tokens.light.text", "#rrggbb"),
        .branding("    text: \"#14202e\"", "    text: \"#999999\"", "tokens.light.text", "would pass"),
        .branding(
            "    surface_raised: \"#ffffff\"", "    surface_raisd: \"#ffffff\"", "tokens.light.surface_raisd",
            "did you mean `surface_raised`"),
        Mistake("texts/de.yml", "home.heading:", "home.more: \"a\\u2029b\"\nhome.heading:", "home.more", "line ends"),
        Mistake("texts/de.yml", "home.heading:", "home.more: \"a\u{2069}b\"\nhome.heading:", "home.more", "turn its"),
        Mistake("texts/de.yml", "home.heading:", "Home.Hero:", "Home.Hero", "message's key"),
        Mistake("pages/terms.de.md", "# Nutzungsbedingungen", "Nutzungsbedingungen", "", "title"),
        Mistake("pages/terms.de.md", "## Fragen", "<script>alert(1)</script>", "", "HTML is not allowed"),
        Mistake("pages/terms.de.md", "## Fragen", "[x](javascript:alert(1))", "", "expected a link"),
        Mistake("logo.svg", "  <title>Aurelia Club</title>", "  <script>1</script>", "", "`script` is not allowed"),
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
        for mistake in Self.mistakes
        where ["hold_minutes", "legal.country", "layout"].contains(mistake.path) && !mistake.new.contains("0x") {
            let text = String(decoding: try #require(files[mistake.file]), as: UTF8.self)
            files[mistake.file] = Data(text.replacingOccurrences(of: mistake.old, with: mistake.new).utf8)
        }
        files["pages/terms.de.md"] = Data("# a\n\n<b>".utf8)
        files["page/terms.de.md"] = Data("# x".utf8)
        files["logo.svg"] = nil
        let faults = try ScratchFolder("aurelia", files).faults()
        #expect(
            faults.map { "\($0.file) \($0.path)" } == [
                "branding.yml layout", "branding.yml files.logo", "page/terms.de.md ", "pages/terms.de.md ",
                "tenant.yml hold_minutes", "tenant.yml legal.country",
            ])
    }

    @Test("is told by the check of overrides with its line")
    func overrides() throws {
        let folder = try ScratchFolder("aurelia", TenantFolders.files("aurelia"))
        let faults = folder.faults { locale, key, _ in
            locale.description == "en" && key == "home.heading" ? ["unknown argument `name`"] : []
        }
        #expect(faults.map(\.description) == ["texts/en.yml:2:15: home.heading: unknown argument `name`"])
    }

    @Test("A page or text in a language that the site does not have is told")
    func strangeLocale() throws {
        var files = try TenantFolders.files("aurelia")
        files["pages/terms.fr.md"] = Data("# Conditions".utf8)
        files["texts/ja.yml"] = Data("home.heading: x".utf8)
        #expect(
            try ScratchFolder("aurelia", files).faults().map(\.description) == [
                "pages/terms.fr.md:1: expected a locale of the site: de, en",
                "texts/ja.yml:1: expected a locale of the site: de, en",
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
