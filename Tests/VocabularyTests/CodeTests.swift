import Foundation
import TestSupport
import Testing
import Vocabulary

@Suite("Language tags, currencies and identifiers")
struct CodeTests {
    @Test(
        "A tag has one form",
        arguments: [
            ("EN", "en"), ("pt_br", "pt-BR"), ("zh-hant-tw", "zh-Hant-TW"), ("SR_LATN", "sr-Latn"),
            ("es-419", "es-419"),
            ("fil", "fil"), ("zh-HANS", "zh-Hans"),
        ])
    func canonical(text: String, form: String) throws {
        let tag = try #require(LocaleTag(text))
        #expect(tag.description == form)
        #expect(LocaleTag(form) == tag)
        #expect(try JSONDecoder().decode(LocaleTag.self, from: JSONEncoder().encode(tag)) == tag)
    }

    @Test(
        "What is no tag is refused",
        arguments: [
            "", "e", "engl", "en-", "-en", "en--GB", "en-G", "en-GBR", "en-41", "en-GB-oed", "é", "en GB",
            "en-٤١٩", "zh-Hant-TW-x",
        ])
    func refusesTags(text: String) {
        #expect(LocaleTag(text) == nil)
    }

    @Test("The chain goes from the tag to its language")
    func chain() throws {
        let tag = try #require(LocaleTag("zh-Hant-TW"))
        #expect(tag.chain.map(\.description) == ["zh-Hant-TW", "zh-Hant", "zh"])
        #expect(tag.language == "zh")
        #expect(LocaleTag.english.chain == [.english])
    }

    @Test(
        "Each currency has the decimals of ISO 4217",
        arguments: [
            ("JPY", 0, 1), ("KRW", 0, 1), ("EUR", 2, 100), ("GBP", 2, 100), ("RUB", 2, 100),
            ("KWD", 3, 1000),
            ("IQD", 3, 1000), ("TND", 3, 1000), ("CLF", 4, 10_000), ("UYW", 4, 10_000), ("LBP", 2, 100),
        ])
    func exponents(code: String, exponent: Int, minorPerMajor: Int) throws {
        let currency = try #require(CurrencyCode(code))
        #expect(currency.exponent == exponent)
        #expect(currency.minorPerMajor == minorPerMajor)
        #expect(
            try JSONDecoder().decode([CurrencyCode].self, from: JSONEncoder().encode([currency])) == [
                currency
            ])
    }

    @Test(
        "Codes that are not active are refused",
        arguments: ["", "eur", "XXX", "DEM", "EU", "EURO", "XTS", "SLL"])
    func refusesCurrencies(code: String) {
        #expect(CurrencyCode(code) == nil)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([CurrencyCode].self, from: Data("[\"\(code)\"]".utf8))
        }
    }

    @Test("Identifiers are version 7, keep their time and sort by it", arguments: [1, 2] as [UInt64])
    func versionSeven(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var last = ""
        var milliseconds: UInt64 = 1_780_315_200_000
        for _ in 0..<1_000 {
            milliseconds += UInt64.random(in: 1...5_000_000, using: &generator)
            let text = IdentifierSource.version7(milliseconds: milliseconds, using: &generator).text
            let digits = text.replacingOccurrences(of: "-", with: "")
            #expect(UInt64(digits.prefix(12), radix: 16) == milliseconds)
            #expect(Array(text)[14] == "7")
            #expect("89ab".contains(Array(text)[19]))
            #expect(text == text.lowercased() && text > last)
            last = text
        }
    }

    @Test("Identifiers made in one millisecond differ")
    func distinct() {
        let clock = ManualClock()
        let source = IdentifierSource.version7(clock: clock.wallClock)
        #expect(Set((0..<10_000).map { _ in source.next() }).count == 10_000)
    }
}
