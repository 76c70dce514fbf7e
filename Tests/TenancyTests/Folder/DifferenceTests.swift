import Foundation
import Testing

@testable import Tenancy

@Suite("What a plan shows")
struct DifferenceTests {
    private func changes(_ edits: [String: (String, String)]) throws -> [String] {
        let before = try TenantFolder.read(directory: TenantFolders.path("aurelia"))
        var files = try TenantFolders.files("aurelia")
        for (file, edit) in edits {
            let text = String(decoding: try #require(files[file]), as: UTF8.self)
            files[file] = Data(text.replacingOccurrences(of: edit.0, with: edit.1).utf8)
        }
        let folder = try ScratchFolder("aurelia", files)
        let after = try TenantFolder.read(directory: folder.path)
        return try TenantFolder.difference(before, after).map(\.description)
    }

    @Test("Nothing for equal states")
    func equal() throws {
        #expect(try changes([:]) == [])
    }

    @Test("Changed, new and removed settings by their path, with both values")
    func settings() throws {
        #expect(
            try changes([
                "tenant.yml": ("hold_minutes: 20", "hold_minutes: 25"),
                "branding.yml": ("    text: \"#14202e\"", "    text: \"#000\""),
                "texts/en.yml": ("home.heading: Arrival begins at departure\n", ""),
            ]) == [
                "~ branding.light.text: #14202e → #000000", "~ hold_minutes: 20 → 25",
                "- texts.en.home.heading: Arrival begins at departure",
            ])
        #expect(
            try changes(["tenant.yml": ("  charge: [EUR]", "  charge: [EUR, CHF]\n  display: [USD]")]) == [
                "~ currencies.charge: EUR → EUR, CHF", "~ currencies.display:  → USD",
            ])
        let margin = try changes([
            "tenant.yml": ("  charge: [EUR]", "  charge: [EUR]\n  display: [USD]\n  display_margin_basis_points: 150")
        ])
        #expect(margin.contains { $0.contains("currencies.display_margin_basis_points") && $0.contains("150") })
    }

    @Test("Pages and pictures by size and digest")
    func long() throws {
        let found = try changes([
            "pages/terms.en.md": ("Questions", "Any questions"), "favicon.svg": ("rx=\"14\"", "rx=\"16\""),
        ])
        #expect(found.count == 2)
        #expect(found[0].hasPrefix("~ branding.favicon: favicon.svg, "))
        #expect(found[1].hasPrefix("~ pages.terms.en: "))
        #expect(found.allSatisfy { $0.contains("sha256") && $0.count < 120 })
    }
}
