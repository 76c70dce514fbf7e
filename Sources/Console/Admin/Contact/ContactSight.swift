import Localization
import Tenancy
import Vocabulary
import Web

/// How support and company look on the console, and the forms that change them.
struct ContactSight: Sendable {
    let seat: Seat
    let definition: TenantDefinition

    init(_ seat: Seat, _ definition: TenantDefinition) {
        self.seat = seat
        self.definition = definition
    }

    var trail: [Link] { [Link(seat.t("console.way.contact"), ContactPages.path)] }

    var facts: [Block] {
        let (support, company) = (definition.support, definition.legal)
        let hours = definition.locales.map { locale in
            Fact(t("hours_in", ["language": .text(language(locale))]), line(support.hours[exact: locale]))
        }
        return [
            .facts(
                title: t("support"),
                [
                    Fact(t("mail"), .code(support.mail)),
                    Fact(t("phone"), .code(PhoneNumbers.display(support.phone, region: nil))),
                ] + hours + [Fact(t("zone"), .code(support.zone))]),
            .links(title: nil, way("support")),
            .facts(
                title: t("company"),
                [
                    Fact(t("name"), Cell(company.company)), Fact(t("registration"), line(company.registration)),
                    Fact(t("address"), Cell(company.address.joined(separator: ", "))),
                    Fact(t("country"), Cell(seat.words.formats.displayName(ofRegion: company.country))),
                ]),
            .links(title: nil, way("company")),
        ]
    }

    var supportForm: PageForm {
        let support = definition.support
        let hours = definition.locales.enumerated().map { index, locale in
            FormField(
                name: "hours.\(index).text", label: t("hours_in", ["language": .text(language(locale))]),
                value: support.hours[exact: locale] ?? "", max: ContactRules.lineCharactersMax, spoken: locale)
        }
        return PageForm(
            action: "\(ContactPages.path)/support",
            hidden: seat.hidden
                + definition.locales.enumerated().map {
                    PageForm.Hidden("hours.\($0).locale", $1.description)
                },
            fields: [
                FormField(
                    name: "mail", label: t("mail"), kind: .line("email"), value: support.mail,
                    max: ContactRules.mailCharactersMax, isCode: true),
                FormField(
                    name: "phone", label: t("phone"), kind: .line("tel"), value: support.phone, hint: t("phone_hint"),
                    max: 60, isCode: true),
            ] + hours + [
                .choice(
                    "zone", t("zone"), Self.with(support.zone, ContactRules.timeZones).map { ($0, $0) },
                    chosen: support.zone, isRequired: true, isCode: true)
            ], consequences: [t("support_text"), t("kept_text")], submit: t("put"),
            cancel: Link(seat.t("console.form.back"), ContactPages.path))
    }

    var companyForm: PageForm {
        let company = definition.legal
        let names = Self.with(company.country, ContactRules.countries).map {
            ($0, seat.words.formats.displayName(ofRegion: $0))
        }
        return PageForm(
            action: "\(ContactPages.path)/company", hidden: seat.hidden,
            fields: [
                FormField(name: "company", label: t("name"), value: company.company),
                FormField(
                    name: "registration", label: t("registration"), value: company.registration ?? "",
                    hint: t("registration_hint"), isRequired: false),
                FormField(
                    name: "address", label: t("address"), kind: .lines(4),
                    value: company.address.joined(separator: "\n"),
                    hint: t("address_hint", ["max": .number(ContactRules.addressLinesMax)]),
                    max: ContactRules.addressLinesMax * (ContactRules.lineCharactersMax + 1)),
                .choice(
                    "country", t("country"), seat.words.formats.sorted(names) { $0.1 }, chosen: company.country,
                    isRequired: true),
            ], consequences: [t("company_text"), t("kept_text")], submit: t("put"),
            cancel: Link(seat.t("console.form.back"), ContactPages.path))
    }

    private func way(_ word: String) -> [Link] {
        seat.may(.site) ? [Link(t("change_\(word)"), "\(ContactPages.path)/\(word)")] : []
    }

    private func line(_ text: String?) -> Cell { text.map { Cell($0) } ?? .none }

    private func language(_ locale: LocaleTag) -> String { seat.words.formats.displayName(of: locale) }

    /// What is chosen at present is offered, whatever the lists of this machine say.
    private static func with(_ present: String, _ all: [String]) -> [String] {
        all.contains(present) ? all : [present] + all
    }

    private func t(_ key: String, _ arguments: [String: MessageArgument] = [:]) -> String {
        seat.t("console.contact.\(key)", arguments)
    }
}
