import Foundation
import Testing
import Vocabulary

@testable import Tenancy

@Suite("A new tenant's folder")
struct SkeletonTests {
    @Test(
        "applies as it is: it reads without a fault and round-trips",
        arguments: ["blue-heron", "acme", "x", "a1-b2--c3"])
    func appliesUnchanged(slug: String) throws {
        let folder = try ScratchFolder(slug)
        try TenantFolder.skeleton(slug: slug, to: folder.path)
        let definition = try TenantFolder.read(directory: folder.path)
        #expect(definition.slug == slug)
        #expect(definition.kind == .test)
        #expect(definition.hosts.map(\.ascii) == ["\(slug).localhost"])
        #expect(ContrastGate.check(definition.branding).isEmpty)
        #expect(definition.pages.keys.count == PageKind.allCases.count)
        try TenantFolder.write(definition, to: folder.path)
        #expect(try TenantFolder.read(directory: folder.path) == definition)
    }

    @Test("has its words and placeholder pages in every locale asked for")
    func locales() throws {
        let locales = ["ja", "en", "de", "ru", "ar"].compactMap(LocaleTag.init)
        let folder = try ScratchFolder("acme")
        try TenantFolder.skeleton(slug: "acme", to: folder.path, locales: locales)
        let definition = try TenantFolder.read(directory: folder.path)
        #expect(definition.locales == locales)
        for kind in PageKind.allCases { #expect(definition.pages[kind]?.locales == locales.sorted()) }
        #expect(Set(locales.map { definition.pages[.terms]?[$0] }).count == locales.count)
    }

    @Test("explains itself in comments")
    func comments() throws {
        let folder = try ScratchFolder("acme")
        try TenantFolder.skeleton(slug: "acme", to: folder.path)
        let text = try String(contentsOfFile: folder.path + "/tenant.yml", encoding: .utf8)
        #expect(text.split(separator: "\n").count { $0.trimmingCharacters(in: .whitespaces).hasPrefix("#") } > 20)
    }

    @Test("passes the contrast gate in every colour that a name may get")
    func accents() throws {
        for accent in SkeletonBrand.accents {
            let sink = FaultSink()
            let field = try #require(YAMLDocument.read(SkeletonYAML.branding(accent), file: "b", sink: sink))
            let folder = try ScratchFolder(
                "acme",
                [
                    "logo.svg": Data(SkeletonBrand.logo("A", fill: "#000", letter: "#fff", words: "#000").utf8),
                    "logo-dark.svg": Data(SkeletonBrand.logo("A", fill: "#000", letter: "#fff", words: "#000").utf8),
                    "favicon.svg": Data(SkeletonBrand.monogram("A", fill: "#000", letter: "#fff").utf8),
                ])
            let files = try #require(FolderFiles(directory: folder.path, sink: sink))
            _ = BrandingFile(field, files: files)
            #expect(sink.faults == [], "\(accent)")
        }
    }

    @Test("is not written over something, nor under a name of the platform's")
    func refused() throws {
        let folder = try ScratchFolder("acme", ["tenant.yml": Data("mine".utf8)])
        #expect(throws: SkeletonError.exists(folder.path)) { try TenantFolder.skeleton(slug: "acme", to: folder.path) }
        #expect(throws: SkeletonError.slug("api")) { try TenantFolder.skeleton(slug: "api", to: folder.path + "/api") }
        #expect(throws: SkeletonError.slug("xn--x")) {
            try TenantFolder.skeleton(slug: "xn--x", to: folder.path + "/w")
        }
        #expect(throws: SkeletonError.slug("a-")) { try TenantFolder.skeleton(slug: "a-", to: folder.path + "/v") }
        #expect(throws: SkeletonError.slug("../x")) { try TenantFolder.skeleton(slug: "../x", to: folder.path + "/y") }
        let french = try #require(LocaleTag("fr"))
        #expect(throws: SkeletonError.locales([french])) {
            try TenantFolder.skeleton(slug: "acme", to: folder.path + "/z", locales: [french])
        }
    }
}
