import Foundation
import Storefront
import Testing
import Web

/// Every page of every brand in each of its languages. With `STOREFRONT_OUT` set, they are written there
/// to be looked at.
@Suite struct RenderedPagesTests {
    private static let templates = FixtureText.directory.appendingPathComponent("storefront/templates")

    private func everyPage(_ visit: (String, String) throws -> Void) throws {
        let templates = try PageTemplates(directory: Self.templates)
        for brand in FixtureBrand.all {
            for language in brand.languages {
                for page in try FixtureSite(brand, language).pages() {
                    try visit(
                        "\(brand.slug)/\(language)/\(page.name)", try templates.render(page.template, page.document))
                }
            }
        }
    }

    @Test("every page renders, names its language, and leaves no text without a translation")
    func complete() throws {
        try everyPage { name, html in
            #expect(html.contains("<!DOCTYPE html>") && html.contains("</html>"), "\(name)")
            #expect(!html.contains("⟦"), "\(name)")
            #expect(html.firstMatch(of: /<h1[ >]/) != nil, "\(name)")
            #expect(html.firstMatch(of: />\s*[a-z_]+\.[a-z_.]+\s*</) == nil, "\(name) shows a key")
        }
    }

    @Test("no page carries script, style or handlers of its own, and every attribute is quoted")
    func nothingInline() throws {
        try everyPage { name, html in
            #expect(html.firstMatch(of: /<style|\sstyle=|\son[a-z]+=|javascript:/) == nil, "\(name)")
            #expect(html.firstMatch(of: /<script(?! src="| type="application\/ld\+json")/) == nil, "\(name)")
            #expect(html.firstMatch(of: /<[a-z][^>"]*\s[a-z-]+=[^"]/) == nil, "\(name): an unquoted attribute")
        }
    }

    @Test("every id that a label, a description or a link within the page names is there once")
    func references() throws {
        try everyPage { name, html in
            let ids = html.matches(of: /\sid="([^"]+)"/).map { String($0.1) }
            #expect(Set(ids).count == ids.count, "\(name): doubled id")
            let wanted =
                html.matches(of: /\s(?:for|aria-describedby|aria-labelledby|list)="([^"]+)"/).flatMap {
                    $0.1.split(separator: " ")
                }
                + html.matches(of: /href="#([^"]+)"/).map(\.1)
            for id in wanted { #expect(ids.contains(String(id)), "\(name): no element \(id)") }
        }
    }

    @Test("the five families differ in structure, not only in colour")
    func structure() throws {
        let templates = try PageTemplates(directory: Self.templates)
        let shapes = try FixtureBrand.all.map { brand in
            let page = try FixtureSite(brand, "en").results()
            let html = try templates.render(.results, FixtureSite(brand, "en").document("t", page))
            return html.matches(of: /<([a-z0-9]+)[^>]*?class="([^"]+)"/).map { "\($0.1).\($0.2)" }
        }
        #expect(Set(shapes).count == FixtureBrand.all.count)
    }

    @Test("pages can be written out to be looked at")
    func write() throws {
        guard let out = ProcessInfo.processInfo.environment["STOREFRONT_OUT"] else { return }
        try everyPage { name, html in
            let file = URL(fileURLWithPath: out).appendingPathComponent("\(name).html")
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try html.write(to: file, atomically: true, encoding: .utf8)
        }
        let rows = FixtureBrand.all.map {
            PlatformPage.Row(
                brand: $0.name, mode: "pooled", locales: $0.languages.joined(separator: ", "), currency: $0.currency,
                url: "http://\($0.slug).localhost:8080/")
        }
        let platform = PlatformPage(
            language: "en", stylesheets: ["/assets/platform.css"], favicon: "/assets/halfway-mark.svg", rows: rows,
            text: try FixtureText(language: "en"))
        let html = try PageTemplates(directory: Self.templates).render(StorefrontTemplate.platform.rawValue, platform)
        try html.write(
            to: URL(fileURLWithPath: out).appendingPathComponent("platform.html"), atomically: true, encoding: .utf8)
    }
}
