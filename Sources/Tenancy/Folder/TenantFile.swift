internal import Foundation
internal import Vocabulary
internal import Yams

/// Reads `tenant.yml`.
struct TenantFile {
    static let holdMinutesRange = 5...60
    static let holdMinutesDefault = 15
    static let currenciesMax = 20
    /// A fifth: more is a price of its own.
    static let displayMarginRange = 0...2_000

    let site: SiteFields
    let currencies: TenantCurrencies
    let weekStart: Weekday?
    let holdMinutes: Int
    let features: [TenantFeature]
    let consent: [ConsentCategory]
    let support: SupportContact
    let legal: LegalEntity
    let billing: BillingDefinition

    static let keys =
        SiteFields.keys + [
            "currencies", "week_start", "hold_minutes", "features", "consent", "support", "legal", "billing",
        ]

    init?(_ document: YAMLField, folder: String) {
        guard let fields = YAMLFields(document, keys: Self.keys) else { return nil }
        let before = document.sink.faults.count
        let site = SiteFields(fields, folder: folder)
        let locales = site?.locales
        let currencies = fields.required("currencies").flatMap(Self.currencies)
        let weekStart: Weekday? = fields.optional("week_start").flatMap { $0.choice() }
        let holdMinutes = fields.optional("hold_minutes").map { $0.integer(Self.holdMinutesRange, unit: "minutes") }
        let features: [TenantFeature]? = fields.required("features").flatMap { field in
            field.list(count: 1...TenantFeature.allCases.count) { $0.choice() }
        }
        let consent: [ConsentCategory]? = fields.optional("consent").map { field in
            field.list(count: 0...ConsentCategory.allCases.count) { $0.choice() } ?? []
        }
        let support = fields.required("support").flatMap { Self.support($0, locales: locales) }
        let legal = fields.required("legal").flatMap(Self.legal)
        let billing = fields.required("billing").flatMap { BillingFields.read($0, locales: locales) }
        guard let site, let currencies, let features, let support, let legal, let billing,
            document.sink.faults.count == before
        else { return nil }
        self.site = site
        self.currencies = currencies
        self.weekStart = weekStart
        self.holdMinutes = (holdMinutes ?? nil) ?? Self.holdMinutesDefault
        self.features = features
        self.consent = consent ?? []
        self.support = support
        self.legal = legal
        self.billing = billing
    }

    static func currency(_ field: YAMLField) -> CurrencyCode? {
        field.value("an active currency of ISO 4217 in capitals, for example EUR") { CurrencyCode($0) }
    }

    private static func currencies(_ field: YAMLField) -> TenantCurrencies? {
        guard let fields = YAMLFields(field, keys: ["charge", "display", "display_margin_basis_points"]) else {
            return nil
        }
        let charge = fields.required("charge").flatMap { $0.list(count: 1...currenciesMax, currency) }
        let display = fields.optional("display").map { $0.list(count: 0...currenciesMax, currency) } ?? []
        let margin = fields.optional("display_margin_basis_points")
        let marginBasisPoints = margin.map { $0.integer(displayMarginRange, unit: "hundredths of a percent") } ?? 0
        guard let charge, let display, let marginBasisPoints else { return nil }
        for twice in display where charge.contains(twice) {
            fields.optional("display")?.fault("\(twice) is charged already: list it once")
        }
        if marginBasisPoints > 0, display.isEmpty { margin?.fault("nothing is shown: list display, or leave it out") }
        return TenantCurrencies(charge: charge, display: display, displayMarginBasisPoints: marginBasisPoints)
    }

    private static func support(_ field: YAMLField, locales: [LocaleTag]?) -> SupportContact? {
        guard let fields = YAMLFields(field, keys: ["mail", "phone", "hours", "zone"]) else { return nil }
        let mail = fields.required("mail").flatMap { field in
            field.value("a mail address") { text in
                ContactRules.isMail(text) ? text : nil
            }
        }
        let phone = fields.required("phone").flatMap { field in
            field.value("a phone number as +, country code and digits (E.164)") { text in
                ContactRules.isPhone(text) ? text : nil
            }
        }
        let hours = fields.required("hours").flatMap {
            LocalizedField.read($0, locales: locales, bytesMax: ContactRules.lineBytesMax)
        }
        let zone = fields.required("zone").flatMap(SiteFields.timeZone)
        guard let mail, let phone, let hours, let zone else { return nil }
        return SupportContact(mail: mail, phone: phone, hours: hours, zone: zone)
    }

    private static func legal(_ field: YAMLField) -> LegalEntity? {
        guard let fields = YAMLFields(field, keys: ["company", "registration", "address", "country"]) else {
            return nil
        }
        let company = fields.required("company").flatMap { $0.text(max: ContactRules.lineBytesMax) }
        let registration = fields.optional("registration").flatMap { $0.text(max: ContactRules.lineBytesMax) }
        let address = fields.required("address").flatMap { field in
            field.list(count: 1...ContactRules.addressLinesMax) { $0.text(max: ContactRules.lineBytesMax) }
        }
        let country = fields.required("country").flatMap { field in
            field.value("a country of ISO 3166-1 as two capitals, for example AT") { text in
                ContactRules.isCountry(text) ? text : nil
            }
        }
        guard let company, let address, let country else { return nil }
        return LegalEntity(company: company, registration: registration, address: address, country: country)
    }
}
