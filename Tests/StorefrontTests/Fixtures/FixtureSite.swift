import Foundation
import Storefront
import Web

/// One brand in one language, ready to make every page of it.
struct FixtureSite {
    let brand: FixtureBrand
    let language: String
    let text: FixtureText
    let words: FixtureWords
    var scheme: String?
    var consent = false

    init(_ brand: FixtureBrand, _ language: String) throws {
        self.brand = brand
        self.language = language
        self.text = try brand.text(language)
        self.words = FixtureWords.of(language)
        self.scheme = brand.scheme
    }

    var locale: Locale { Locale(identifier: language) }

    func money(_ pounds: Double) -> String {
        (pounds * brand.scale).rounded().formatted(.currency(code: brand.currency).locale(locale))
    }

    func decimal(_ value: Double) -> String {
        value.formatted(.number.precision(.fractionLength(1)).locale(locale))
    }

    func day(_ offset: Int) -> String {
        var style = Date.FormatStyle(locale: locale).weekday().day().month().year()
        style.timeZone = .gmt
        return Date(timeIntervalSince1970: 1_797_033_600 + Double(offset) * 86_400).formatted(style)
    }

    var zone: String { text("unit.place_time", ["place": words.places[0].name]) }

    var site: Site {
        Site(
            family: brand.family, language: language, direction: language == "ar" ? "rtl" : "ltr", scheme: scheme,
            brand: Site.Brand(
                name: brand.name, tagline: brand.tagline(language), homeURL: "/\(language)/",
                logoURL: "/assets/\(brand.slug)-mark.svg", monogram: String(brand.name.prefix(1))),
            assets: SiteAssets(
                stylesheets: [
                    "/assets/tokens-\(brand.slug).css", "/assets/base.css", "/assets/\(brand.family.rawValue).css",
                ],
                script: "/assets/storefront.js", icons: "/assets/icons.svg",
                motif: "/assets/motif-\(brand.motif).svg", favicon: "/assets/\(brand.slug)-mark.svg",
                manifest: "/assets/manifest.webmanifest"),
            languages: brand.languages.map {
                Link(
                    Locale(identifier: $0).localizedString(forLanguageCode: $0) ?? $0, "/\($0)/",
                    current: $0 == language, language: $0)
            },
            currencies: [brand.currency, "USD", "EUR"].map {
                Link($0, "?currency=\($0)", current: $0 == brand.currency)
            },
            preferenceLabel: text(
                "layout.preference_label",
                [
                    "language": Locale(identifier: language).localizedString(forLanguageCode: language) ?? language,
                    "currency": brand.currency,
                ]),
            manageURL: "/\(language)/manage", cookiesURL: "/\(language)/cookies",
            support: Support(
                mail: brand.support.mail, phone: brand.support.phone, phoneNumber: brand.support.number,
                hours: "08:00–22:00"),
            legal: LegalNotice(
                company: brand.company.name, address: brand.company.address,
                pages: ["terms", "privacy", "imprint", "accessibility"].map {
                    Link(text("legal.\($0)"), "/\(language)/legal/\($0)")
                }),
            consent: consent
                ? ConsentForm(
                    form: FormTarget("/\(language)/cookies", hidden: [("csrf", "token")]),
                    preferencesURL: "/\(language)/cookies") : nil)
    }

    func document(_ title: String, _ page: any PageModel, noindex: Bool = false) -> Document {
        let head = Head(
            title: text("layout.title", ["page": title, "brand": brand.name]),
            description: text("home.description", ["brand": brand.name]),
            canonical: "http://\(brand.slug).localhost/\(language)/",
            alternates: (brand.languages + ["x-default"]).map {
                Head.Alternate(language: $0, url: "http://\(brand.slug).localhost/\($0)/")
            },
            themeLight: brand.themes.light, themeDark: brand.themes.dark, noindex: noindex,
            structured: StructuredData([
                ["@context": "https://schema.org", "@type": "Organization", "name": .text(brand.name)]
            ]))
        return Document(site: site, head: head, page: page, text: text)
    }

    func price(_ nightly: Double, nights: Int = 3, guests: Int = 2) -> PriceView {
        let base = (nightly * Double(nights) * brand.scale).rounded() / brand.scale
        let taxes = (base * 0.1 * brand.scale).rounded() / brand.scale
        let fees = (base * 0.06 * brand.scale).rounded() / brand.scale
        let total = base + taxes + fees
        return PriceView(
            total: money(total), basis: text("price.basis", ["nights": nights, "guests": guests]),
            base: money(base), taxes: money(taxes), fees: money(fees), dueNow: money(0),
            dueAtProperty: money(total), nights: (0..<nights).map { Fact(day($0), money(nightly)) },
            approximation: brand.family == .nocturne || brand.family == .club
                ? text(
                    "price.approximation",
                    ["amount": (total * 1.31).rounded().formatted(.currency(code: "USD").locale(locale))]) : nil,
            approximationNote: text("price.approximation_note", ["date": day(-20), "currency": brand.currency]))
    }

    func terms(_ index: Int) -> CancellationTerms {
        guard index % 3 != 1 else {
            return CancellationTerms(refundable: false, headline: text("cancellation.non_refundable"))
        }
        let deadline = "\(day(-2)), 18:00"
        return CancellationTerms(
            refundable: true, headline: text("cancellation.free_until", ["deadline": deadline, "zone": zone]),
            windows: [text("cancellation.window_amount", ["from": deadline, "zone": zone, "amount": money(90)])])
    }

    func search(rooms: Int = 1, faults: Bool = false, filled: Bool = false) -> SearchForm {
        func field(_ name: String, _ label: String, _ value: String, error: String? = nil) -> Storefront.Field {
            Field(
                id: name.replacingOccurrences(of: "_", with: "-"), name: name, label: text(label),
                value: filled ? value : "", error: error)
        }
        let wrong = faults ? text("fault.checkout_before_checkin") : nil
        return SearchForm(
            form: FormTarget("/\(language)/hotels"),
            destination: field("destination", "search.destination", words.places[0].name),
            suggestions: words.places.map { Choice($0.name, country($0.country)) },
            checkIn: field("check_in", "search.check_in", "2026-12-12"),
            checkOut: field("check_out", "search.check_out", "2026-12-15", error: wrong),
            firstDay: "2026-11-22", lastDay: "2027-11-22",
            rooms: (1...rooms).map { number in
                SearchForm.Room(
                    number: number, legend: text("search.room", ["number": number]),
                    adults: (1...6).map { Choice(String($0), text.number($0), selected: $0 == 2) },
                    childrenAges: filled && number == 2 ? "4, 9" : "", removable: number > 1)
            },
            canAddRoom: rooms < 4, errors: ErrorSummary(of: [field("check_out", "search.check_out", "", error: wrong)]),
            echo: filled ? text("search.echo", ["check_in": day(0), "check_out": day(3), "nights": 3]) : nil)
    }

    func country(_ code: String) -> String { text("country.\(code)") }
}
