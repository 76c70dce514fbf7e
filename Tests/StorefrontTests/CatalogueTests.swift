import Foundation
import Testing

@Suite struct CatalogueTests {
    static let languages = ["en", "ru", "de", "ar", "ja"]

    @Test("every language has the same keys")
    func sameKeys() throws {
        let english = try FixtureText(language: "en").keys
        #expect(english.count > 450)
        for language in Self.languages {
            let keys = try FixtureText(language: language).keys
            #expect(keys.symmetricDifference(english).sorted() == [], "\(language)")
        }
    }

    @Test("every key that a template names is in the catalogue")
    func templateKeys() throws {
        let known = try FixtureText(language: "en").keys
        let directory = FixtureText.directory.appendingPathComponent("storefront/templates")
        let paths = try #require(FileManager.default.enumerator(atPath: directory.path))
        var used: Set<String> = []
        for case let path as String in paths where path.hasSuffix(".mustache") {
            let source = try String(contentsOf: directory.appendingPathComponent(path), encoding: .utf8)
            for match in source.matches(of: /\{\{t\.([a-z0-9_.]+)\}\}/) { used.insert(String(match.1)) }
        }
        #expect(used.count > 100)
        #expect(used.subtracting(known).sorted() == [])
    }

    @Test("a message takes the same arguments in every language, and a template's message takes none")
    func arguments() throws {
        let english = try FixtureText(language: "en")
        for language in Self.languages {
            let text = try FixtureText(language: language)
            for key in english.keys {
                #expect(names(text.text(key)) == names(english.text(key)), "\(language) \(key)")
            }
        }
    }

    @Test("no language repeats the English sentence", arguments: ["ru", "ar", "ja"])
    func translated(language: String) throws {
        let english = try FixtureText(language: "en")
        let text = try FixtureText(language: language)
        for key in english.keys {
            let sentence = try #require(english.text(key))
            let words = sentence.replacing(/\{[^}]*\}/, with: "").matches(of: /[A-Za-z]{4,}/).count
            if words > 1 { #expect(text.text(key) != sentence, "\(key)") }
        }
    }

    private func names(_ message: String?) -> Set<String> {
        Set((message ?? "").matches(of: /\{([a-z_]+)(?=[,}])/).map { String($0.1) })
    }
}
