import Foundation
import Localization
import Testing
import Vocabulary

@Suite("Formats")
struct FormatsTests {
    @Test("money has the decimals of ISO 4217 in all five locales")
    func money() {
        let amounts = [Money(minor: 1_234_567, .jpy), Money(minor: 1_234_567, .eur), Money(minor: 1_234_567, .kwd)]
        func texts(_ locale: LocaleTag) -> [String] { amounts.map { Formats(locale).money($0) } }
        #expect(texts(.english) == ["¥1,234,567", "€12,345.67", "KWD\u{A0}1,234.567"])
        #expect(texts(.german) == ["1.234.567\u{A0}¥", "12.345,67\u{A0}€", "1.234,567\u{A0}KWD"])
        #expect(texts(.russian) == ["1\u{A0}234\u{A0}567\u{A0}¥", "12\u{A0}345,67\u{A0}€", "1\u{A0}234,567\u{A0}KWD"])
        #expect(texts(.japanese) == ["￥1,234,567", "€12,345.67", "KWD\u{A0}1,234.567"])
        #expect(
            texts(.arabic) == [
                "\u{200F}١٬٢٣٤٬٥٦٧\u{A0}JP¥", "\u{200F}١٢٬٣٤٥٫٦٧\u{A0}€",
                "\u{200F}١٬٢٣٤٫٥٦٧\u{A0}د.ك.\u{200F}",
            ])
    }

    @Test("a dinar of Iraq has three decimals though ICU would give it none")
    func ourExponents() throws {
        let dinar = try #require(CurrencyCode("IQD"))
        #expect(Formats(.english).money(Money(minor: 12_500, dinar)) == "IQD\u{A0}12.500")
        let unit = try #require(CurrencyCode("CLF"))
        #expect(Formats(.english).money(Money(minor: 12_500, unit)) == "CLF\u{A0}1.2500")
    }

    @Test("styles name the currency in four ways, and no amount is rounded")
    func moneyStyles() throws {
        let formats = Formats(.english)
        let canadian = Money(minor: -150, try #require(CurrencyCode("CAD")))
        #expect(formats.money(canadian) == "-CA$1.50")
        #expect(formats.money(canadian, style: .narrow) == "-$1.50")
        #expect(formats.money(canadian, style: .code) == "-CAD\u{A0}1.50")
        #expect(formats.money(canadian, style: .name) == "-1.50 Canadian dollars")
        #expect(formats.money(Money(minor: Money.minorMax + 1, .kwd), style: .code) == "KWD\u{A0}9,000,000,000.001")
    }

    @Test("digits are those of the tag's region")
    func digits() throws {
        let emirates = Formats(try #require(LocaleTag("ar-AE")))
        let kuwait = Formats(try #require(LocaleTag("ar-KW")))
        #expect(emirates.number(1_234) == "1,234")
        #expect(kuwait.number(1_234) == "١٬٢٣٤")
        #expect(emirates.date(.day("2026-06-12"), .long) == "12 يونيو 2026")
        #expect(kuwait.date(.day("2026-06-12"), .long) == "١٢ يونيو ٢٠٢٦")
    }

    @Test("numbers and shares")
    func numbers() {
        #expect(Formats(.german).number(1_234_567) == "1.234.567")
        #expect(Formats(.german).number(1_234.5678) == "1.234,568")
        #expect(Formats(.english).percent(basisPoints: 1_250) == "12.5%")
        #expect(Formats(.german).percent(basisPoints: 1_900) == "19\u{A0}%")
        #expect(Formats(.arabic).percent(basisPoints: 725) == "٧٫٢٥٪\u{61C}")
    }

    @Test("dates in every style")
    func dates() {
        let day = CalendarDate.day("2026-06-12")
        func texts(_ locale: LocaleTag) -> [String] {
            [.full, .long, .medium, .short, .weekdayShort, .monthYear].map { Formats(locale).date(day, $0) }
        }
        #expect(
            texts(.english) == [
                "Friday, June 12, 2026", "June 12, 2026", "Jun 12, 2026", "6/12/26", "Fri, Jun 12", "June 2026",
            ])
        #expect(
            texts(.german) == [
                "Freitag, 12. Juni 2026", "12. Juni 2026", "12.06.2026", "12.06.26", "Fr., 12. Juni", "Juni 2026",
            ])
        #expect(texts(.russian)[0] == "пятница, 12 июня 2026\u{202F}г.")
        #expect(texts(.japanese)[0] == "2026年6月12日金曜日")
        #expect(texts(.arabic)[0] == "الجمعة، ١٢ يونيو ٢٠٢٦")
    }

    @Test("a calendar date is the same day wherever the process runs, also where the calendar is another")
    func gregorian() throws {
        let thai = Formats(try #require(LocaleTag("th-TH")))
        #expect(thai.date(.day("2026-01-01"), .long).contains("2026"))
    }

    @Test("a span says once what both days share")
    func ranges() {
        let formats = Formats(.english)
        let first = CalendarDate.day("2026-06-12")
        #expect(formats.dateRange(first, .day("2026-06-15")) == "Jun 12\u{2009}–\u{2009}15, 2026")
        #expect(Formats(.german).dateRange(first, .day("2026-07-02")) == "12. Juni\u{2009}–\u{2009}2. Juli 2026")
        #expect(formats.dateRange(first, first) == "Jun 12, 2026")
    }

    @Test("days seen from today")
    func relative() {
        #expect([-1, 0, 1, 3].map(Formats(.english).relativeDays) == ["yesterday", "today", "tomorrow", "in 3 days"])
        #expect(Formats(.german).relativeDays(2) == "übermorgen")
        #expect(Formats(.russian).relativeDays(5) == "через 5 дней")
    }

    @Test("times follow today's rules of Cairo, Mexico City and Almaty, and name the zone")
    func zones() {
        let summer = Date(timeIntervalSince1970: 1_781_265_600)
        let german = Formats(.german)
        #expect(german.time(summer, zone: "Africa/Cairo") == "15:00 GMT+3")
        #expect(german.time(summer, zone: "America/Mexico_City") == "06:00 GMT-6")
        #expect(german.time(summer, zone: "Asia/Almaty") == "17:00 GMT+5")
        #expect(german.time(summer, zone: "Africa/Cairo", naming: .city) == "15:00 (Kairo)")
        #expect(Formats(.japanese).time(summer, zone: "Africa/Cairo", naming: .city) == "15:00 (カイロ)")
        #expect(Formats(.arabic).time(summer, zone: "Asia/Almaty").hasSuffix("غرينتش+٥"))
        #expect(german.dateTime(summer, zone: "Asia/Kathmandu") == "12. Juni 2026, 17:45 GMT+5:45")
        #expect(german.time(summer, zone: "Nowhere/Else") == "12:00 GMT")
    }

    @Test("lists are joined, and sorted as readers expect")
    func lists() {
        #expect(Formats(.german).list(["a", "b", "c"]) == "a, b und c")
        #expect(Formats(.english).list(["a", "b"], .or) == "a or b")
        #expect(Formats(.japanese).list(["東京", "大阪"]) == "東京、大阪")
        #expect(Formats(.english).list([]) == "")
        #expect(Formats(.english).list(["a\0b"]) == "ab")
        #expect(
            Formats(.german).sorted(["Zürich", "Ålesund", "Aachen", "Ökolo", "Oslo"]) == [
                "Aachen", "Ålesund", "Ökolo", "Oslo", "Zürich",
            ])
        let swedish = Formats(LocaleTag("sv") ?? .english)
        #expect(swedish.sorted(["Öland", "Zebra", "Ängel", "Åre"]) == ["Zebra", "Åre", "Ängel", "Öland"])
        #expect(Formats(.russian).sorted(["Ёлка", "Ель", "Жук"]) == ["Ёлка", "Ель", "Жук"])
    }

    @Test("equal texts keep their order, and long ones are compared to their ends")
    func stableSort() {
        let long = String(repeating: "слово ", count: 100)
        let items = [(long + "б", 0), (long + "а", 1), ("а", 2), ("а", 3)]
        #expect(Formats(.russian).sorted(items) { $0.0 }.map(\.1) == [2, 3, 1, 0])
    }

    @Test("languages, regions and currencies have names")
    func names() {
        #expect(
            LocaleTag.five.map { Formats($0).displayName(of: $0) } == [
                "العربية", "Deutsch", "English", "日本語", "Русский",
            ])
        #expect(Formats(.german).displayName(ofRegion: "AT") == "Österreich")
        #expect(Formats(.english).displayName(of: CurrencyCode.kwd) == "Kuwaiti Dinar")
        #expect(Formats(.russian).displayName(of: CurrencyCode.eur) == "евро")
    }

    @Test("weeks begin where the locale begins them, unless a partner says otherwise")
    func weeks() {
        #expect(LocaleTag.five.map { Formats($0).firstWeekday } == [6, 1, 7, 7, 1])
        #expect(Formats(.english, firstWeekday: 6).firstWeekday == 6)
    }
}
