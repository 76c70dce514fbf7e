import CICU
import Foundation
import Localization
import Testing
import Vocabulary

/// Our walk over a pattern against ICU's own MessageFormat, pattern by pattern and number by number.
@Suite("Messages against ICU's MessageFormat")
struct ReferenceTests {
    private static let patterns = [
        "plain", "it''s '{'quoted'}' don't", "{s}", "{n}", "{d}", "{s}{n}", "'{s}'", "a'b{s}c''d",
        "{n, number}", "{n, number, integer}", "{d, number}", "{d, number, percent}", "{d, number, integer}",
        "{n, plural, offset:1 =0{zero '#'} =1{one {s}} ~other{# of {n} {s}}}",
        "{n, plural, =5{five} ~other{{s, select, a{A # {n}} other{O ''{n}''}}}}",
        "{n, selectordinal, ~other{#.}}", "{d, plural, =1{exact} ~other{# x}}",
        "{s, select, a{alpha {n, plural, ~other{#}}} other{{d}}}",
        "{n, plural, ~other{'#' # '{' }}", "  {  n , plural ,  ~other {  #  } }  ", "|{s}|#|",
    ]

    @Test("gives the same text", arguments: LocaleTag.five)
    func same(locale: LocaleTag) throws {
        var generator = SeededGenerator(seed: 2_026)
        for pattern in Self.patterns {
            let text = Self.withCategories(pattern, of: locale)
            let folder = try CatalogueFolder(["en/a.yml": "k: \(Self.quoted(pattern, of: .english))"])
            let base = try folder.load()
            let overrides = try TextOverrides(catalogues: base, texts: [locale: ["k": text]])
            let t = base.translator(locale, overrides: overrides)
            for _ in 0..<40 {
                let number = Int.random(in: -3...30, using: &generator) * (Bool.random(using: &generator) ? 1 : 1_000)
                let decimal = Double(Int.random(in: -500...5_000, using: &generator)) / 100
                let word = ["a", "b", "", "{x}'"].randomElement(using: &generator) ?? ""
                let ours = t("k", ["n": .number(number), "d": .decimal(decimal), "s": .text(word)])
                let theirs = Self.reference(text, locale, number, decimal, word)
                #expect(ours == theirs, "\(locale) \(text) n=\(number) d=\(decimal) s=\(word)")
            }
        }
    }

    /// Puts the locale's categories in, so that the pattern passes our check.
    private static func withCategories(_ pattern: String, of locale: LocaleTag) -> String {
        let cardinal = ["ar": ["zero", "one", "two", "few", "many"], "ru": ["one", "few", "many"], "ja": []]
        let ordinal = ["en": ["one", "two", "few"]]
        var result = pattern
        for (kind, words) in [
            (", plural", cardinal[locale.language] ?? ["one"]), (", selectordinal", ordinal[locale.language] ?? []),
        ] where result.contains(kind) || (kind == ", plural" && result.contains(" plural ,")) {
            let branches = words.map { "\($0) {<\($0) #>} " }.joined()
            result = result.replacingOccurrences(of: "~other", with: branches + "other")
        }
        return result
    }

    private static func quoted(_ pattern: String, of locale: LocaleTag) -> String {
        "\"\(withCategories(pattern, of: locale))\""
    }

    private static func reference(
        _ pattern: String, _ locale: LocaleTag, _ number: Int, _ decimal: Double, _ word: String
    ) -> String {
        let names: [UnsafeMutablePointer<CChar>?] = ["n", "d", "s"].map { (name: String) in strdup(name) }
        let text = strdup(word)
        defer { for pointer in names + [text] { free(pointer) } }
        let values = [
            cicu_value(name: names[0], kind: CICU_INTEGER, text: nil, integer: Int64(number), decimal: 0),
            cicu_value(name: names[1], kind: CICU_DECIMAL, text: nil, integer: 0, decimal: decimal),
            cicu_value(name: names[2], kind: CICU_TEXT, text: text, integer: 0, decimal: 0),
        ]
        var buffer = [CChar](repeating: 0, count: 1_000)
        let length = cicu_message_format(locale.description, pattern, values, 3, &buffer, Int32(buffer.count))
        guard length >= 0 else { return "fault \(String(cString: cicu_status_name(-length)))" }
        return String(decoding: buffer.prefix(Int(length)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
