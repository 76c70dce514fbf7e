import Storefront

/// The five partners, as far as a page shows them.
struct FixtureBrand {
    let slug: String
    let name: String
    let family: Family
    /// The drawings that are made for the family.
    var motif: String {
        switch family {
        case .club: "rays"
        case .dense: "waves"
        case .ledger: "arches"
        case .north: "peaks"
        case .nocturne: "orbits"
        }
    }
    let languages: [String]
    let currency: String
    /// Minor units of the default currency in one pound or so, to make plausible prices.
    let scale: Double
    let scheme: String?
    let support: (mail: String, phone: String, number: String)
    let company: (name: String, address: String)
    let themes: (light: String, dark: String)
    let taglines: [String: String]
    let headings: [String: String]
    let leads: [String: String]

    static let all = [aurelia, hinode, diwan, severny, halfway]

    func text(_ language: String) throws -> FixtureText {
        var overrides: [String: String] = [:]
        overrides["home.heading"] = headings[language]
        overrides["home.lead"] = leads[language]
        return try FixtureText(language: language, overrides: overrides)
    }

    func tagline(_ language: String) -> String { taglines[language] ?? taglines["en"] ?? name }

    private static let aurelia = FixtureBrand(
        slug: "aurelia", name: "Aurelia Club", family: .club, languages: ["de", "en"], currency: "EUR", scale: 1.2,
        scheme: nil, support: ("concierge@aurelia.example", "+49 30 9018 2020", "+493090182020"),
        company: ("Aurelia Airlines AG", "Luftschiffallee 1, 12101 Berlin"), themes: ("#f7f3ea", "#10161f"),
        taglines: ["de": "Der Hotelklub der Aurelia", "en": "The hotel club of Aurelia"],
        headings: ["de": "Ankommen ist eine Kunst", "en": "Arriving is an art"],
        leads: [
            "de": "Ausgewählte Häuser für Mitglieder, mit vollständigen Preisen und dem Concierge am anderen Ende.",
            "en": "Chosen houses for members, at prices that are whole, with a concierge on the line.",
        ])

    private static let hinode = FixtureBrand(
        slug: "hinode", name: "Hinode 日の出", family: .dense, languages: ["ja", "en"], currency: "JPY", scale: 190,
        scheme: nil, support: ("tabi@hinode.example", "03-4567-8900", "+81345678900"),
        company: ("株式会社日の出トラベル", "東京都台東区浅草2-3-1"), themes: ("#f8f4ec", "#171412"),
        taglines: ["ja": "宿えらびは、早起きの得。", "en": "Rooms for early risers."],
        headings: ["ja": "宿をさがす", "en": "Find a room"],
        leads: ["ja": "税・手数料込みの総額で、全国・世界の宿を一度に比較。", "en": "Compare totals with taxes and fees."])

    private static let diwan = FixtureBrand(
        slug: "diwan", name: "Diwan Bank", family: .ledger, languages: ["ar", "en"], currency: "KWD", scale: 0.39,
        scheme: nil, support: ("safar@diwan.example", "+965 2222 4040", "+96522224040"),
        company: ("بنك الديوان ش.م.ك.ع", "شارع أحمد الجابر، مدينة الكويت"), themes: ("#0b5a45", "#0d1814"),
        taglines: ["ar": "سفر بحساب", "en": "Travel, accounted for"],
        headings: ["ar": "رحلتك محسوبة من أول ليلة", "en": "Every night accounted for"],
        leads: [
            "ar": "أسعار كاملة بالدينار، وكل بند في مكانه كما في كشف حسابك.",
            "en": "Whole prices in dinar, every line in its place, like your statement.",
        ])

    private static let severny = FixtureBrand(
        slug: "severny", name: "Северный Путь", family: .north, languages: ["ru", "en"], currency: "RUB", scale: 110,
        scheme: nil, support: ("pomosch@severny.example", "8 800 555-01-67", "+78005550167"),
        company: ("ООО «Северный Путь»", "Архангельск, набережная Северной Двины, 36"), themes: ("#eef5fa", "#0b1722"),
        taglines: ["ru": "Отели от станции до станции", "en": "Hotels from station to station"],
        headings: ["ru": "Дальше, чем горизонт", "en": "Farther than the horizon"],
        leads: [
            "ru": "Номера в городах вдоль северной дороги и далеко за ней.",
            "en": "Rooms in the towns along the northern line and far beyond.",
        ])

    private static let halfway = FixtureBrand(
        slug: "halfway", name: "Halfway", family: .nocturne, languages: ["en", "de", "ru", "ar", "ja"], currency: "GBP",
        scale: 1, scheme: "dark", support: ("hey@halfway.example", "+44 20 7946 0555", "+442079460555"),
        company: ("Halfway Travel Ltd", "5 Mare Street, London E8 4RP"), themes: ("#fff4ef", "#15101f"),
        taglines: [
            "en": "Stay up. Stay out. Stay over.", "de": "Lang wach. Weit weg. Gut gebettet.",
            "ru": "Не спи. Не сиди дома. Останься.", "ar": "اسهر. اخرج. وابقَ الليلة.", "ja": "夜更かしも、旅のうち。",
        ],
        headings: [
            "en": "Beds for the half-planned trip", "de": "Betten für halb geplante Reisen",
            "ru": "Ночлег для планов наполовину", "ar": "سرير لرحلة نصف مخطَّطة", "ja": "半分だけ決めた旅の宿",
        ],
        leads: [:])
}
