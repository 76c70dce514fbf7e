import Foundation
import Testing
import Vocabulary

@testable import Tenancy

@Suite("A tenant's folder and its definition say the same")
struct RoundTripTests {
    @Test("Each partner's folder reads, and written again it is the same byte for byte", arguments: TenantFolders.slugs)
    func bytes(slug: String) throws {
        let definition = try TenantFolder.read(directory: TenantFolders.path(slug))
        let written = TenantFolder.files(definition)
        let kept = try TenantFolders.files(slug)
        #expect(Set(written.keys) == Set(kept.keys))
        for (path, bytes) in kept {
            // Bytes, because equal strings may be composed differently.
            let found = written[path] ?? Data()
            #expect(found == bytes, "\(slug)/\(path) would be\n\(String(decoding: found, as: UTF8.self))")
        }
    }

    @Test("What was written to a folder reads as the same definition", arguments: TenantFolders.slugs)
    func readsBack(slug: String) throws {
        let definition = try TenantFolder.read(directory: TenantFolders.path(slug))
        let folder = try ScratchFolder(slug)
        try TenantFolder.write(definition, to: folder.path)
        #expect(try TenantFolder.read(directory: folder.path) == definition)
    }

    @Test(
        "The database's document gives the definition back, in the same bytes each time", arguments: TenantFolders.slugs
    )
    func canonicalJSON(slug: String) throws {
        let definition = try TenantFolder.read(directory: TenantFolders.path(slug))
        let bytes = try definition.canonicalJSON()
        let decoded = try JSONDecoder().decode(TenantDefinition.self, from: bytes)
        #expect(decoded == definition)
        #expect(try decoded.canonicalJSON() == bytes)
    }

    @Test("A margin on prices shown in other currencies is written as it was read; without one nothing is said of it")
    func displayMargin() throws {
        let words = "  display: [USD]\n  display_margin_basis_points: 150\n"
        var files = try TenantFolders.files("aurelia")
        let bare = try #require(files["tenant.yml"])
        let text = String(decoding: bare, as: UTF8.self)
            .replacingOccurrences(of: "  charge: [EUR]\n", with: "  charge: [EUR]\n\(words)")
        files["tenant.yml"] = Data(text.utf8)
        let folder = try ScratchFolder("aurelia", files)
        let definition = try TenantFolder.read(directory: folder.path)
        #expect(definition.currencies.displayMarginBasisPoints == 150)
        #expect(TenantFolder.files(definition)["tenant.yml"] == Data(text.utf8))
        let bytes = try definition.canonicalJSON()
        #expect(try JSONDecoder().decode(TenantDefinition.self, from: bytes) == definition)
        let without = try TenantFolder.read(directory: TenantFolders.path("aurelia")).canonicalJSON()
        #expect(!String(decoding: without, as: UTF8.self).contains("margin"))
    }

    @Test("Writing over a folder removes the pages that are gone and leaves a stranger's file alone")
    func removesStalePages() throws {
        let aurelia = try TenantFolder.read(directory: TenantFolders.path("aurelia"))
        let folder = try ScratchFolder(
            "aurelia", ["pages/terms.ja.md": Data("# 古い".utf8), "notes.txt": Data("mine".utf8)])
        try TenantFolder.write(aurelia, to: folder.path)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/pages/terms.ja.md"))
        #expect(FileManager.default.fileExists(atPath: folder.path + "/notes.txt"))
    }

    @Test("The partners differ in layout, palette and faces, and have every page in every locale")
    func brandsDiffer() throws {
        let all = try TenantFolders.slugs.map { try TenantFolder.read(directory: TenantFolders.path($0)) }
        #expect(Set(all.map(\.branding.layout)).count == all.count)
        #expect(Set(all.map(\.branding.light)).count == all.count)
        #expect(Set(all.map { $0.branding.dark[.accent] }).count == all.count)
        #expect(Set(all.map(\.branding.typography)).count == all.count)
        for tenant in all {
            for kind in PageKind.allCases {
                #expect(tenant.pages[kind]?.locales == tenant.locales.sorted(), "\(tenant.slug) \(kind)")
            }
        }
    }

    @Test("Severny Put answers to its Cyrillic host as well")
    func cyrillicHost() throws {
        let severny = try TenantFolder.read(directory: TenantFolders.path("severny"))
        #expect(severny.hosts.map(\.ascii) == ["severny.localhost", "xn--b1afb8bb.localhost"])
        #expect(severny.hosts.map(\.unicode) == ["severny.localhost", "север.localhost"])
    }

    @Test(
        "A text that YAML could take for something else survives",
        arguments: [
            "no", "Null", "12", "+43", "a: b", "# x", "- x", "\"", "\\", "a\nb", " x ", "x ", "*a", "&a", "!t", "é",
            "\u{200F}ع", "🧭", "~",
            "1e3", "0x1F", "2026-11-01", "=", "<<", "a #b", "{a}", "[a]", "'", "|", ">", "%", "@", "`", "\u{2028}",
            "\u{85}",
        ])
    func quoting(text: String) throws {
        let sink = FaultSink()
        let yaml = YAMLText.keys([(text, .text(text)), ("row", .row([text, "x"]))]).document()
        let entries = try #require(YAMLDocument.read(yaml, file: "t", sink: sink)?.entries(), "\(sink.faults) \(yaml)")
        #expect(entries[0].key.raw == text)
        #expect(entries[0].value.raw == text)
        #expect(entries[1].value.list(count: 2...2, \.raw)?.first == text)
    }
}
