import Localization
import Tenancy
import Vocabulary
import Web

/// A line in one language of the site.
struct SpokenLine: Input {
    let locale: LocaleTag
    let text: String

    static let form = Form(
        "SpokenLine", Field("locale", .locale), Field("text", .text(max: ContactRules.lineCharactersMax))
    ) { SpokenLine(locale: $0, text: $1) }
}

/// Where travellers find a person. A folder's own rules judge it, so that what is written here can be exported and
/// applied.
struct SupportInput: Input {
    let mail: String
    let phone: String
    let hours: [SpokenLine]
    let zone: String

    /// As many as a site has languages.
    static let hoursMax = 10

    static let form = Form(
        "SupportContact",
        Field(
            "mail",
            Kind<String>.text(min: 3, max: ContactRules.mailCharactersMax)
                .map("email") { ContactRules.isMail($0) ? $0 : nil }
                .described(as: .string(format: "email", min: 3, max: ContactRules.mailCharactersMax))),
        Field(
            "phone",
            Kind<String>.text(max: 60).map("phone") { typed in
                (try? PhoneNumbers.normalise(typed, region: nil)).flatMap { ContactRules.isPhone($0) ? $0 : nil }
            }, "With its country code; kept as E.164, `+4315550100`."),
        Field(
            "hours", .list(.object(SpokenLine.form), 0...hoursMax),
            "When somebody answers, for each language of the site; a language left out keeps its words."
        ).or([]),
        Field(
            "zone", Kind<String>.text(max: 64).map("time_zone") { ContactRules.isTimeZone($0) ? $0 : nil },
            "Where the hours are told: `Europe/Vienna`.")
    ) { mail, phone, hours, zone in
        SupportInput(mail: mail, phone: phone, hours: hours, zone: zone)
    }

    /// Throws `InputFaults` for languages that the site does not speak, and for one that comes twice.
    func contact(of locales: [LocaleTag]) throws(InputFaults) -> SupportContact {
        var texts: [LocaleTag: String] = [:]
        var faults: [Problem.Fault] = []
        for (index, line) in hours.enumerated() {
            let pointer = "/hours/\(index)/locale"
            if !locales.contains(line.locale) { faults.append(.init(pointer, "locale")) }
            if texts.updateValue(line.text, forKey: line.locale) != nil { faults.append(.init(pointer, "duplicate")) }
        }
        guard faults.isEmpty else { throw InputFaults(faults) }
        return SupportContact(mail: mail, phone: phone, hours: PerLocale(texts), zone: zone)
    }
}

/// Who stands behind the site.
struct CompanyInput: Input {
    let company: LegalEntity

    private static let line = Kind<String>.text(max: ContactRules.lineCharactersMax)

    static let form = Form(
        "Company", Field("company", line), Field("registration", line, "`FN 123456 a, Handelsgericht Wien`").optional,
        Field("address", .lines(line, 1...ContactRules.addressLinesMax), "Line by line, without the country."),
        Field(
            "country", Kind<String>.text(max: 2).map("country") { ContactRules.isCountry($0) ? $0 : nil },
            "ISO 3166-1 alpha-2.")
    ) { company, registration, address, country in
        // A folder lists each line once.
        guard Set(address).count == address.count else { throw InputFaults("/address", "duplicate") }
        return CompanyInput(
            company: LegalEntity(company: company, registration: registration, address: address, country: country))
    }
}
