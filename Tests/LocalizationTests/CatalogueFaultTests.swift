import Foundation
import Localization
import Testing
import Vocabulary

@Suite("Faults of catalogues")
struct CatalogueFaultTests {
    @Test("are reported all at once, each with its file, line and key")
    func together() throws {
        let folder = try CatalogueFolder([
            "en/a.yml": """
            title: "Hello {name}"
            nights: "{count, plural, one {# night} other {# nights}}"
            who: "{who, select, adult {a} other {b}}"
            day: "{day, date, long}"
            only: "here"
            """,
            "de/a.yml": """
            title: "Hallo {nme}"
            nights: "{count, plural, one {# Nacht} few {x} other {# Nächte}}"
            who: "{who, select, adlt {a} other {b}}"
            day: "{day, plural, one {a} other {b}}"
            extra: "mehr"
            """,
            "ru/a.yml": """
            title: "Привет {name"
            nights: "{count, plural, one {#} other {#}}"
            who: "{who, choice, 0#a}"
            day: "{day, date, dd.MM.yyyy}"
            only: "{a, number} {a, date}"
            """,
        ])
        #expect(
            folder.faults() == [
                "de/a.yml: only: the text is missing in this locale",
                "de/a.yml:1: title: {name} of the base text is missing",
                "de/a.yml:1: title: {nme} is not in the base text",
                "de/a.yml:2: nights: plural {count} has \"few\", unknown to the locale",
                "de/a.yml:3: who: {who} has no choice \"adlt\" in the base",
                "de/a.yml:4: day: {day} is a number here but a date in the base",
                "de/a.yml:5: extra: the key is not in the base catalogue \"en\"",
                "ru/a.yml:1: title: not a message pattern (U_UNMATCHED_BRACES) near \"Привет {name\"",
                "ru/a.yml:2: nights: plural {count} lacks \"few\"",
                "ru/a.yml:2: nights: plural {count} lacks \"many\"",
                "ru/a.yml:3: who: {who} asks for \"choice\", which is not offered",
                "ru/a.yml:4: day: {day} asks for \"date, dd.MM.yyyy\", which is not offered",
                "ru/a.yml:5: only: {a} is used as two kinds of value",
            ])
    }

    @Test("name folders that are no locale, files that are not read, and a base that is not there")
    func folders() throws {
        let folder = try CatalogueFolder([
            "de/a.yml": "a: x", "DE/a.yml": "a: x", "xx/a.yml": "a: x", "klingon/a.yml": "a: x", "fr/a.yaml": "a: x",
            "README.md": "not a catalogue",
        ])
        #expect(
            folder.faults().map { $0.replacingOccurrences(of: folder.path, with: ".") } == [
                ".: there is no folder \"en\", which every other locale is checked against",
                "DE: \"DE\" is not a language tag we know; write it as de or pt-BR",
                "fr/a.yaml: \"a.yaml\" is not read; catalogues end in .yml",
                "klingon: \"klingon\" is not a language tag we know; write it as de or pt-BR",
                "xx: \"xx\" is not a language tag we know; write it as de or pt-BR",
            ])
        #expect(throws: CatalogueFaults.self) { try Catalogues.load(directory: folder.path + "/nowhere") }
    }

    @Test("tell every repeated key, within a file and between files")
    func repeated() throws {
        let folder = try CatalogueFolder([
            "en/a.yml": "one: a\ntwo:\n  x: a\n  y: b\n  x: c\none: b\nthree: c\n",
            "en/b.yml": "three: d\n",
        ])
        #expect(
            folder.faults() == [
                "en/a.yml:5: x: the key is already at en/a.yml:3",
                "en/a.yml:6: one: the key is already at en/a.yml:1",
                "en/b.yml:1: three: the key is already at en/a.yml:7",
            ])
    }

    @Test("tell what is no tree of texts")
    func trees() throws {
        let folder = try CatalogueFolder([
            "en/a.yml": "list:\n  - a\nempty:\n\"Bad Key\": x\nfine: yes\nmeant: \"\"\n",
            "en/b.yml": "- a\n",
            "en/c.yml": "a: \"unfinished\nb: [\n",
            "de/a.yml": "fine: ja\nmeant: \"\"\n",
        ])
        let faults = folder.faults()
        #expect(faults.count == 5)
        #expect(faults[0] == "en/a.yml:2: list: this is a list; a catalogue has only maps with texts at their ends")
        #expect(faults[1].hasPrefix("en/a.yml:3: empty: the text is empty"))
        #expect(faults[2].hasPrefix("en/a.yml:4: \"Bad Key\" is not a key"))
        #expect(faults[3].hasPrefix("en/b.yml:1: the file is not a map"))
        #expect(faults[4].hasPrefix("en/c.yml:"))
        #expect(faults[4].contains("not YAML"))
    }

    @Test("tell missing and foreign categories of ordinals, and repeated branches")
    func ordinals() throws {
        let folder = try CatalogueFolder([
            "en/a.yml": """
            a: "{n, selectordinal, one {#st} other {#th}}"
            b: "{n, plural, one {a} one {b} other {c}}"
            c: "{n, plural, =1 {a} =1 {b} one {c} other {d}}"
            d: "{s, select, x {a} x {b} other {c}}"
            e: "{n, plural, one {a}}"
            f: "{n, number, ::no-such-stem}"
            g: "{n, spellout}"
            """
        ])
        #expect(
            folder.faults() == [
                "en/a.yml:1: a: plural {n} lacks \"few\"",
                "en/a.yml:1: a: plural {n} lacks \"two\"",
                "en/a.yml:2: b: {n} has \"one\" twice",
                "en/a.yml:3: c: {n} has \"=1\" twice",
                "en/a.yml:4: d: {s} has \"x\" twice",
                "en/a.yml:5: e: not a message pattern (U_DEFAULT_KEYWORD_MISSING) near \"{n, plural, one {a}}\"",
                "en/a.yml:6: f: {n} asks for \"number, ::no-such-stem\", which is not offered",
                "en/a.yml:7: g: {n} asks for \"spellout\", which is not offered",
            ])
    }

    @Test("do not arise for a regional locale that has only what differs")
    func regional() throws {
        let folder = try CatalogueFolder([
            "en/a.yml": "a: colour\nb: lift\n", "en-US/a.yml": "a: color\n", "pt-BR/a.yml": "b: elevador\n",
        ])
        let catalogues = try folder.load()
        let american = try #require(LocaleTag("en-US"))
        #expect(catalogues.merged(american).map(\.pattern) == ["color", "lift"])
    }
}

@Suite("Text overrides")
struct TextOverridesTests {
    private func catalogues() throws -> Catalogues {
        try CatalogueFolder([
            "en/a.yml": "hello: \"Hello {name}\"\nnights: \"{n, plural, one {# night} other {# nights}}\"\nbye: Bye\n",
            "pt/a.yml":
                "hello: \"Olá {name}\"\nnights: \"{n, plural, one {# noite} many {# noites} other {# noites}}\"\nbye: Tchau\n",
            "pt-BR/a.yml": "bye: \"Até logo\"\n",
        ]).load()
    }

    @Test("stand over our text at each step of the chain")
    func chain() throws {
        let catalogues = try catalogues()
        let brazil = try #require(LocaleTag("pt-BR"))
        let portuguese = try #require(LocaleTag("pt"))
        let overrides = try TextOverrides(
            catalogues: catalogues,
            texts: [portuguese: ["bye": "Adeus", "hello": "Oi {name}"], .english: ["bye": "Cheers"]])
        let t = catalogues.translator(brazil, overrides: overrides)
        #expect(t("bye") == "Até logo")
        #expect(t("hello", ["name": .text("Ana")]) == "Oi Ana")
        #expect(catalogues.translator(portuguese, overrides: overrides)("bye") == "Adeus")
        #expect(catalogues.translator(portuguese)("bye") == "Tchau")
        #expect(catalogues.merged(portuguese, overrides: overrides).map(\.pattern).first == "Adeus")
    }

    @Test("are refused with every fault when they do not fit the base text")
    func faults() throws {
        let catalogues = try catalogues()
        let thrown = #expect(throws: CatalogueFaults.self) {
            _ = try TextOverrides(
                catalogues: catalogues,
                texts: [
                    .russian: ["hello": "Привет", "nights": "{n, plural, one {#} other {#}}", "nope": "x"],
                    .german: ["hello": "Hallo {name, number}", "bye": "{x"],
                    .english: ["bye": String(repeating: "x", count: 4_001)],
                ])
        }
        #expect(
            thrown?.faults.map(\.description) == [
                "de: bye: not a message pattern (U_UNMATCHED_BRACES) near \"{x\"",
                "de: hello: {name} is a number here but any value in the base",
                "en: bye: 4001 characters are more than the 4000 allowed",
                "ru: hello: {name} of the base text is missing",
                "ru: nights: plural {n} lacks \"few\"",
                "ru: nights: plural {n} lacks \"many\"",
                "ru: nope: the key is not in the base catalogue \"en\"",
            ])
    }

    @Test(
        "cannot ask for what would cost the server dearly",
        arguments: [
            "{n, number, ::scale/1E900000000}", "{n, number, ::.00000000000000000000}",
            "{n, number, ::integer-width/+999}",
            "{n, plural, offset:1e300 one {#} other {#}}", "{n, plural, offset:-1 one {#} other {#}}",
            "{n, plural, offset:0.5 one {#} other {#}}",
            String(repeating: "{n, select, other {", count: 9) + String(repeating: "}}", count: 9),
            "{n, date, ::yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy}", "{n, date, ::y'x'}",
        ])
    func hostile(pattern: String) throws {
        let catalogues = try CatalogueFolder(["en/a.yml": "k: \"{n}\""]).load()
        let thrown = #expect(throws: CatalogueFaults.self) {
            _ = try TextOverrides(catalogues: catalogues, texts: [.english: ["k": pattern]])
        }
        let isAboutCost = thrown?.faults.contains { fault in
            switch fault.problem {
            case .formatUnknown, .tooDeep: true
            default: false
            }
        }
        #expect(isAboutCost == true)
    }

    @Test("of any garbage are refused or formatted, and never crash", arguments: 0..<10)
    func garbage(seed: Int) throws {
        let pieces = [
            "{", "}", "'", "''", "#", "|", ",", "n", "s", "plural", "select", "selectordinal", "number", "date",
            "other",
            "one", "{n}", " ", "=1", "=-3", "offset:1", "::", ".00", "::compact-short", "é", "\u{0}", "漢",
            "{n, plural,",
            " one {", " other {", "}}", "choice", "0#a", "=∞", "1e9", "{n, number}", "{s, select,", "∞",
        ]
        var generator = SeededGenerator(seed: UInt64(seed))
        let catalogues = try CatalogueFolder(["en/a.yml": "k: \"{n} {s}\"\nl: \"{n, number} {s}\""]).load()
        for _ in 0..<400 {
            let count = Int.random(in: 1...14, using: &generator)
            let pattern = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            for text in [pattern, "{n, plural, one {\(pattern)} other {{s}}}"] {
                let overrides = try? TextOverrides(catalogues: catalogues, texts: [.english: ["k": text, "l": text]])
                let t = catalogues.translator(.english, overrides: overrides)
                for number in [Int.min, -1, 1, Int.max] {
                    let values: [String: MessageArgument] = ["n": .number(number), "s": .decimal(.nan)]
                    #expect(!t("l", values).contains("⟦"))
                }
            }
        }
    }
}
