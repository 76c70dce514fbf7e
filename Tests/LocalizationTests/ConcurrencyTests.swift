import Foundation
import Localization
import Testing
import Vocabulary

@Suite("Many tasks at once")
struct ConcurrencyTests {
    private static let pattern =
        "\"{n, plural, one {#} other {# x}} {who} {n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}} {day, date, full}\""

    /// Everything a page may format, as one text, so that any difference shows.
    private static func page(_ locale: LocaleTag, _ t: Translator, _ number: Int) -> String {
        let day = CalendarDate(daysSinceEpoch: 20_000 + number)
        let instant = Date(timeIntervalSince1970: Double(1_780_000_000 + number * 3_601))
        let formats = Formats(locale)
        return [
            t("k", ["n": .number(number), "who": .text("Ann"), "day": .date(day)]),
            formats.money(Money(minor: number * 977, .kwd)), formats.money(Money(minor: number, .jpy), style: .name),
            formats.date(day, .weekdayShort), formats.dateRange(day, day.adding(days: 3)),
            formats.dateTime(instant, zone: "Africa/Cairo", naming: .city), formats.relativeDays(number % 9 - 4),
            formats.list(["a", "b", "\(number)"]), formats.sorted(["б", "a", "ä", "\(number)"]).joined(),
            formats.displayName(of: locale), Transliteration.searchKey("Город \(number)"),
        ].joined(separator: "|")
    }

    @Test("write the same as one task alone")
    func same() async throws {
        let folder = try CatalogueFolder(["en/a.yml": "k: \(Self.pattern)"])
        let catalogues = try folder.load()
        // A locale that no other test has touched, so that its forms are made by many tasks at once.
        let fresh = try ["fr-CA", "ar-MA", "de-LI", "ru-KZ", "ja-JP"].map { try #require(LocaleTag($0)) }
        let together = await withTaskGroup(of: (Int, [String]).self) { group in
            for task in 0..<32 {
                group.addTask {
                    (
                        task,
                        (0..<40).flatMap { number in
                            fresh.map { Self.page($0, catalogues.translator($0), number) }
                        }
                    )
                }
            }
            return await group.reduce(into: [Int: [String]]()) { $0[$1.0] = $1.1 }
        }
        let alone = (0..<40).flatMap { number in fresh.map { Self.page($0, catalogues.translator($0), number) } }
        for task in 0..<32 { #expect(together[task] == alone) }
        #expect(Set(alone).count == alone.count)
    }
}
