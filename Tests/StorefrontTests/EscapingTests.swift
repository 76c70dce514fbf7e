import Foundation
import Mustache
import Storefront
import Testing
import Web

@Suite struct EscapingTests {
    static let followers = ["", "\u{301}", "\u{200D}", "\u{FE0F}", "\u{20E3}", "\u{1F3FD}", "\u{0483}", "\u{E0061}"]

    @Test("a metacharacter is escaped whatever joins it", arguments: ["&", "<", ">", "\"", "'"], followers)
    func joined(metacharacter: String, follower: String) {
        let escaped = ScalarHTML.escape("a" + metacharacter + follower + "b")
        #expect(!escaped.unicodeScalars.contains { "<>\"'".unicodeScalars.contains($0) })
        #expect(
            Array(escaped.unicodeScalars).suffix(follower.unicodeScalars.count + 1)
                == Array((follower + "b").unicodeScalars)[...])
        #expect(escaped.unicodeScalars.count(where: { $0 == "&" }) == 1)
    }

    @Test("an attribute of a rendered page cannot be left by a quote with a combining mark")
    func attribute() throws {
        let hostile = "\"\u{301} onmouseover=\u{301}\"<\u{338}script>"
        let site = try FixtureSite(.all[0], "en")
        var form = site.search(filled: true)
        form = SearchForm(
            form: form.form, destination: Field(id: "destination", name: "destination", label: hostile, value: hostile),
            suggestions: [], checkIn: form.checkIn, checkOut: form.checkOut, firstDay: form.firstDay,
            lastDay: form.lastDay,
            rooms: form.rooms, canAddRoom: false)
        let directory = FixtureText.directory.appendingPathComponent("storefront/templates")
        for brand in FixtureBrand.all {
            let site = try FixtureSite(brand, "en")
            let html = try PageTemplates(directory: directory).render(
                .home, site.document(hostile, site.home(search: form)))
            let scalars = Array(html.unicodeScalars)
            for (index, scalar) in scalars.enumerated() where scalar == "\u{301}" || scalar == "\u{338}" {
                #expect(!"\"<".unicodeScalars.contains(scalars[index - 1]))
            }
        }
    }

    @Test("only the type SafeHTML reaches a page unescaped, in an empty section")
    func trust() throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("trust-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: directory) }
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try "[{{body}}][{{#body}}{{/body}}]".write(
            to: directory.appendingPathComponent("page.mustache"), atomically: true, encoding: .utf8)
        let templates = try PageTemplates(directory: directory)
        let trusted = try templates.render("page", BodyModel(body: SafeHTML(trusted: "<b>{{x}}</b>")))
        #expect(trusted == "[&lt;b&gt;{{x}}&lt;/b&gt;][<b>{{x}}</b>]\n")
        let plain = try templates.render("page", BodyModel(body: "<b>"))
        #expect(plain == "[&lt;b&gt;][]\n")
    }

    @Test("templates with unescaped output, a missing partial or a broken section are refused together")
    func refused() throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("refused-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: directory) }
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        for (name, text) in ["raw": "{{{x}}}", "amp": "{{&x}}", "gone": "{{>nowhere}}", "open": "{{#a}}"] {
            try text.write(to: directory.appendingPathComponent("\(name).mustache"), atomically: true, encoding: .utf8)
        }
        let error = #expect(throws: PageTemplateError.self) { try PageTemplates(directory: directory) }
        #expect(Set(error?.faults.map { $0.prefix { $0 != ":" } } ?? []) == ["raw", "amp", "gone", "open"])
    }

    @Test("structured data cannot close its script block and is valid JSON")
    func structured() throws {
        let hostile = "</script><!-- \u{2028}\"\\ \u{1}é"
        let html = StructuredData([["name": .text(hostile), "list": [.number(4.5), "a"]]]).html.description
        #expect(html.components(separatedBy: "</script>").count == 2)
        let json = html.dropFirst("<script type=\"application/ld+json\">".count).dropLast("</script>".count)
        let decoded = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        #expect(decoded?["name"] as? String == hostile)
    }
}

private struct BodyModel<Body: Sendable>: PageModel {
    let body: Body

    func child(named field: String) -> Any? {
        guard field == "body" else { return nil }
        return body
    }
}
