import Foundation
import Localization
import Testing
import Vocabulary

@Suite("Messages")
struct MessageTests {
    private let folder: CatalogueFolder
    private let catalogues: Catalogues

    init() throws {
        folder = try CatalogueFolder([
            "en/a.yml": """
            nights: "{count, plural, one {# night} other {# nights}}"
            floor: "{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}} floor"
            guest: "{who, select, adult {an adult} child {a child} other {a guest}}"
            left: "{n, plural, offset:1 =0 {nobody} =1 {{name}} one {{name} and # more} other {{name} and # more}}"
            quoted: "It''s '{'plain'}' and ''{name}''"
            price: "{price} on {day, date, long}, {share, number, percent}"
            cities: "in {cities}"
            at: "at {when, time, short}"
            deep:
              er.still: found
            """,
            "ru/a.yml": """
            nights: "{count, plural, one {# ночь} few {# ночи} many {# ночей} other {# ночи}}"
            floor: "{n, selectordinal, other {#-й}} этаж"
            guest: "{who, select, adult {взрослый} child {ребёнок} other {гость}}"
            left: "{n, plural, offset:1 =0 {никого} =1 {{name}} one {{name} и ещё #} few {{name} и ещё #} many {{name} и ещё #} other {{name} и ещё #}}"
            quoted: "{name}"
            price: "{price}, {day, date, long}, {share, number, percent}"
            cities: "в {cities}"
            at: "в {when, time, short}"
            deep: {er: {still: есть}}
            """,
            "ar/a.yml": """
            nights: "{count, plural, zero {لا ليالٍ} one {ليلة واحدة} two {ليلتان} few {# ليالٍ} many {# ليلة} other {# ليلة}}"
            floor: "الطابق {n, selectordinal, other {#}}"
            guest: "{who, select, other {ضيف}}"
            left: "{name} {n}"
            quoted: "{name}"
            price: "{price} {day, date, long} {share, number, percent}"
            cities: "{cities}"
            at: "{when, time, short}"
            deep.er.still: "نعم"
            """,
            "ja/a.yml": """
            nights: "{count, plural, other {#泊}}"
            floor: "{n}階"
            guest: "{who, select, adult {大人} child {子供} other {お客様}}"
            left: "{name}{n}"
            quoted: "{name}"
            price: "{price} {day, date, long} {share, number, percent}"
            cities: "{cities}"
            at: "{when, time, short}"
            deep.er.still: "有"
            """,
            "de/a.yml": """
            nights: "{count, plural, one {# Nacht} other {# Nächte}}"
            floor: "{n, selectordinal, other {#.}} Stock"
            guest: "{who, select, adult {Erwachsener} child {Kind} other {Gast}}"
            left: "{name} {n}"
            quoted: "{name}"
            price: "{price} am {day, date, long}, {share, number, percent}"
            cities: "in {cities}"
            at: "um {when, time, short}"
            deep.er.still: "da"
            """,
            "de-AT/a.yml": "floor: \"{n, selectordinal, other {#.}} Etage\"",
        ])
        catalogues = try folder.load()
    }

    @Test("count nights in the plural of each language")
    func plurals() {
        func nights(_ locale: LocaleTag) -> [String] {
            [0, 1, 2, 3, 5, 11, 21, 100, 1_000].map { catalogues.translator(locale)("nights", ["count": .number($0)]) }
        }
        #expect(
            nights(.english) == [
                "0 nights", "1 night", "2 nights", "3 nights", "5 nights", "11 nights", "21 nights", "100 nights",
                "1,000 nights",
            ])
        #expect(
            nights(.russian) == [
                "0 ночей", "1 ночь", "2 ночи", "3 ночи", "5 ночей", "11 ночей", "21 ночь", "100 ночей",
                "1\u{A0}000 ночей",
            ])
        #expect(
            nights(.arabic) == [
                "لا ليالٍ", "ليلة واحدة", "ليلتان", "٣ ليالٍ", "٥ ليالٍ", "١١ ليلة", "٢١ ليلة", "١٠٠ ليلة", "١٬٠٠٠ ليلة",
            ])
        #expect(nights(.german)[0...2] == ["0 Nächte", "1 Nacht", "2 Nächte"])
        #expect(nights(.japanese)[0...2] == ["0泊", "1泊", "2泊"])
    }

    @Test("a decimal count takes the category of the number as it is shown")
    func decimals() {
        let values = [0.5, 1.0, 1.5, 2.25]
        func nights(_ locale: LocaleTag) -> [String] {
            values.map { catalogues.translator(locale)("nights", ["count": .decimal($0)]) }
        }
        #expect(nights(.english) == ["0.5 nights", "1 night", "1.5 nights", "2.25 nights"])
        #expect(nights(.russian) == ["0,5 ночи", "1 ночь", "1,5 ночи", "2,25 ночи"])
    }

    @Test("rank floors in the ordinals of each language")
    func ordinals() {
        func floors(_ locale: LocaleTag) -> [String] {
            [1, 2, 3, 4, 11, 22].map { catalogues.translator(locale)("floor", ["n": .number($0)]) }
        }
        #expect(
            floors(.english) == [
                "1st floor", "2nd floor", "3rd floor", "4th floor", "11th floor", "22nd floor",
            ])
        #expect(floors(.russian).first == "1-й этаж")
        #expect(floors(.german).first == "1. Stock")
        #expect(floors(.japanese).first == "1階")
        #expect(floors(.arabic).first == "الطابق ١")
    }

    @Test("select a branch by word, and the other branch for any other word")
    func selects() {
        let t = catalogues.translator(.russian)
        #expect(
            ["adult", "child", "robot"].map { t("guest", ["who": .text($0)]) } == ["взрослый", "ребёнок", "гость"])
    }

    @Test("exact values are matched before the offset is taken off")
    func offsets() {
        let t = catalogues.translator(.english)
        let texts = [0, 1, 2, 5].map { t("left", ["n": .number($0), "name": .text("Ann")]) }
        #expect(texts == ["nobody", "Ann", "Ann and 1 more", "Ann and 4 more"])
    }

    @Test("apostrophes quote as ICU has it")
    func apostrophes() {
        #expect(catalogues.translator(.english)("quoted", ["name": .text("x")]) == "It's {plain} and 'x'")
    }

    @Test("money, dates, shares, lists and moments are worded by the locale")
    func values() {
        let values: [String: MessageArgument] = [
            "price": .money(Money(minor: 1_234_50, .eur)), "day": .date(.day("2026-06-12")), "share": .decimal(0.19),
        ]
        #expect(catalogues.translator(.english)("price", values) == "€1,234.50 on June 12, 2026, 19%")
        #expect(catalogues.translator(.german)("price", values) == "1.234,50\u{A0}€ am 12. Juni 2026, 19\u{A0}%")
        let cities: [String: MessageArgument] = ["cities": .list(["Köln", "Bonn", "Trier"])]
        #expect(catalogues.translator(.german)("cities", cities) == "in Köln, Bonn und Trier")
        #expect(catalogues.translator(.english)("cities", cities) == "in Köln, Bonn, and Trier")
        let noon = Date(timeIntervalSince1970: 1_781_265_600)
        let moment: [String: MessageArgument] = ["when": .instant(noon, zone: "Europe/Berlin")]
        #expect(catalogues.translator(.german)("at", moment) == "um 14:00")
    }

    @Test("a text is looked for in the locale, then its parents, then the base")
    func fallback() throws {
        let austrian = try #require(LocaleTag("de-AT"))
        let t = catalogues.translator(austrian)
        #expect(t("floor", ["n": .number(2)]) == "2. Etage")
        #expect(t("nights", ["count": .number(2)]) == "2 Nächte")
        #expect(t("deep.er.still") == "da")
        let swiss = try #require(LocaleTag("de-CH"))
        #expect(catalogues.translator(swiss)("floor", ["n": .number(2)]) == "2. Stock")
        let finnish = try #require(LocaleTag("fi"))
        #expect(catalogues.translator(finnish)("nights", ["count": .number(1_000)]) == "1,000 nights")
    }

    @Test("what is missing is shown, counted and never fatal")
    func gaps() {
        let t = catalogues.translator(.german)
        #expect(t("no.such.key") == "⟦no.such.key⟧")
        #expect(t("no.such.key") == "⟦no.such.key⟧")
        #expect(t("cities") == "in {cities}")
        let report = catalogues.gaps.report
        #expect(report.map(\.count) == [2, 1])
        #expect(report.map(\.gap.key) == ["no.such.key", "cities"])
        #expect(report.map(\.gap.argument) == [nil, "cities"])
    }

    @Test("a value of another type than the pattern wants is still shown")
    func wrongTypes() {
        let t = catalogues.translator(.english)
        #expect(t("nights", ["count": .text("some")]) == "some nights")
        #expect(t("guest", ["who": .number(3)]) == "a guest")
        #expect(t("at", ["when": .text("noon")]) == "at noon")
    }

    @Test("the signature of a key says its arguments and their kinds")
    func signatures() {
        #expect(catalogues.signature(of: "nights")?.arguments == ["count": .number])
        #expect(catalogues.signature(of: "left")?.arguments == ["n": .number, "name": .any])
        #expect(catalogues.signature(of: "guest")?.arguments == ["who": .choice(["adult", "child", "other"])])
        #expect(
            catalogues.signature(of: "price")?.arguments == ["price": .any, "day": .date, "share": .number])
        #expect(catalogues.signature(of: "nothing") == nil)
    }

    @Test("the merged catalogue has every key once, in order, with the nearest pattern")
    func merged() throws {
        let austrian = catalogues.merged(try #require(LocaleTag("de-AT")))
        #expect(austrian.map(\.key) == catalogues.merged(.english).map(\.key).sorted())
        #expect(austrian.first { $0.key == "floor" }?.pattern == "{n, selectordinal, other {#.}} Etage")
        #expect(austrian.first { $0.key == "deep.er.still" }?.pattern == "da")
    }

    @Test("direction follows the script")
    func direction() {
        #expect(catalogues.translator(.arabic).direction == .rightToLeft)
        #expect(catalogues.translator(.japanese).direction == .leftToRight)
    }
}
