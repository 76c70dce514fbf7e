import Localization
import Testing
import Vocabulary

@Suite("Accept-Language")
struct NegotiationTests {
    private func choose(_ header: String, _ supported: String, _ fallback: String = "en") -> String {
        let tags = supported.split(separator: " ").compactMap { LocaleTag(String($0)) }
        let first = LocaleTag(fallback) ?? .english
        return LocaleNegotiation.choose(acceptLanguage: header, supported: tags, default: first).description
    }

    @Test("wishes are sorted by weight, equals in the header's order")
    func order() {
        let ranges = LocaleNegotiation.preferences(
            acceptLanguage: "da, en-gb;q=0.8, EN;q=0.7 ,*;q=0.05,de ; q=1.000, ru;Q=0")
        #expect(
            ranges.map { range -> String in
                switch range.wish {
                case .locale(let tag): "\(tag) \(range.quality)"
                case .any: "* \(range.quality)"
                }
            } == ["da 1000", "de 1000", "en-GB 800", "en 700", "* 50", "ru 0"])
    }

    @Test(
        "what is malformed is passed over",
        arguments: [
            "de;q=2", "de;q=1.001", "de;q=0.1234", "de;q=", "de;q=-1", "de;q=0,5", "de;x=1", "de;q=0.5;q=0.6", "d",
            "de_AT", "de--AT", "-de", "de-", "deutschland", "dé", "", ";", "q=1", "de at", "de;q=.5", "de;q=1e0",
        ])
    func malformed(item: String) {
        let ranges = LocaleNegotiation.preferences(acceptLanguage: "\(item), ja;q=0.1")
        #expect(!ranges.contains { $0.wish == .locale(.german) && $0.quality != 0 })
        #expect(ranges.contains(LanguageRange(.locale(.japanese), quality: 100)))
    }

    @Test("parts of a tag that we do not use are cut off")
    func cut() {
        let header = "de-DE-1996, zh-Hant-TW-x-private, en-a-bbb, ja-u-ca-japanese;q=0.9"
        let wishes = LocaleNegotiation.preferences(acceptLanguage: header).map(\.wish)
        let tags = ["de-DE", "zh-Hant-TW", "en", "ja"].compactMap { LocaleTag($0) }
        #expect(wishes == tags.map { .locale($0) })
    }

    @Test("each wish is looked up with its parts cut from the end, then by language alone")
    func lookUp() {
        #expect(choose("de-AT, ja", "en de ja") == "de")
        #expect(choose("fr, ja;q=0.5", "en de ja") == "ja")
        #expect(choose("fr", "en de ja", "de") == "de")
        #expect(choose("en-GB, de;q=0.1", "en-US de") == "de")
        #expect(choose("en-GB, fr;q=0.1", "de en-US") == "en-US")
        #expect(choose("pt, en;q=0.9", "en pt-BR") == "pt-BR")
        #expect(choose("en;q=0.5, de;q=0.9, ja;q=0.7", "en de ja") == "de")
    }

    @Test("weight 0 refuses, a longer range decides over a shorter, and a star stands for the rest")
    func refusals() {
        #expect(choose("de;q=0", "de en", "de") == "en")
        #expect(choose("en-US;q=0, en", "en-US en-GB", "en-US") == "en-GB")
        #expect(choose("*;q=0, ja", "en ja") == "ja")
        #expect(choose("*", "en de ja", "ja") == "ja")
        #expect(choose("en;q=0, *", "en de", "en") == "de")
        #expect(choose("*;q=0.9, ru", "en ru", "en") == "ru")
        #expect(choose("en;q=0.1, *", "en de", "en") == "de")
        #expect(choose("*;q=0", "en de", "de") == "de")
        #expect(choose("de", "", "ja") == "ja")
    }

    @Test("hostile headers are cut by length and count")
    func limits() {
        let long = String(repeating: "de;q=0.5,", count: 100_000) + "ja"
        #expect(LocaleNegotiation.preferences(acceptLanguage: long).count <= LocaleNegotiation.rangesMax)
        #expect(LocaleNegotiation.preferences(acceptLanguage: String(repeating: "d", count: 100_000)).isEmpty)
        let cutInside = String(repeating: " ", count: LocaleNegotiation.headerBytesMax - 5) + "ja,de-AT"
        #expect(LocaleNegotiation.preferences(acceptLanguage: cutInside).map(\.wish) == [.locale(.japanese)])
    }

    @Test("garbage never crashes and always gives a locale that is offered", arguments: 0..<20)
    func garbage(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let pieces = [
            "de", "en-GB", "ru", "*", ";", "q=", "0.5", "1", "0", ",", "-", "_", " ", "\t", "é", "\u{0}", "漢", "🏳️‍🌈",
            "=", ".", "ja-Jpan-JP", "x", "999", "\u{301}", "\r\n", "q=0.999", "i-klingon", "\u{FFFD}",
        ]
        let offered: [LocaleTag] = [.english, .german, .arabic]
        for _ in 0..<500 {
            let count = Int.random(in: 0...60, using: &generator)
            let header = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            let choice = LocaleNegotiation.choose(acceptLanguage: header, supported: offered, default: .german)
            #expect(offered.contains(choice), "\(header)")
            let qualities = LocaleNegotiation.preferences(acceptLanguage: header).map(\.quality)
            #expect(qualities == qualities.sorted(by: >))
            #expect(qualities.allSatisfy { (0...1000).contains($0) })
        }
    }

    @Test("of offered locales the most wanted one is chosen", arguments: 0..<20)
    func mostWanted(seed: Int) {
        var generator = SeededGenerator(seed: 1_000 + UInt64(seed))
        for _ in 0..<200 {
            let asked = LocaleTag.five.shuffled(using: &generator).prefix(Int.random(in: 1...5, using: &generator))
            let weighted = asked.map { ($0, Int.random(in: 1...999, using: &generator)) }
            let header = weighted.map { tag, weight in
                "\(tag);q=0.\(String(repeating: "0", count: 3 - "\(weight)".count))\(weight)"
            }.joined(separator: ",")
            let best = weighted.map(\.1).max() ?? 0
            let choice = LocaleNegotiation.choose(acceptLanguage: header, supported: LocaleTag.five, default: .english)
            #expect(choice == weighted.first { $0.1 == best }?.0, "\(header)")
        }
    }
}
