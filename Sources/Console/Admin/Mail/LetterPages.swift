import Foundation
import HTTPTypes
import Localization
import Messaging
import Tenancy
import Vocabulary
import Web

/// What the site writes to people: every letter as it would look in each language.
struct LetterPages: Sendable {
    let parts: AdminParts

    static let path = "\(SenderPages.path)/letters"

    var routes: [Route] {
        let unknown = Route.Refusal(404, "locale.unknown")
        return [
            Route(
                .get, PathTemplate(Self.path), .staff(.mail, .read), "The site's letters, language by language",
                gives: [.html(), Answer.csvOutput], refuses: [unknown], options: .console
            ) { (input: LettersInput, context: StaffPageContext) in
                try await letters(input, try context.profile.spoken(input.locale), Seat(context, parts))
            },
            Route(
                .get, PathTemplate("\(Self.path)/{name}"), .staff(.mail, .read), "One letter, about nobody",
                gives: [.html()], refuses: [unknown], options: .console
            ) { (input: LetterInput, context: StaffPageContext) in
                try show(input.name, try context.profile.spoken(input.locale), Seat(context, parts))
            },
            Route(
                .get, PathTemplate("\(Self.path)/{name}/html"), .staff(.mail, .read),
                "Its HTML, to be shown in a frame that may do nothing", gives: [.html()], refuses: [unknown],
                options: .console
            ) { (input: LetterInput, context: StaffPageContext) in
                let letter = try sample(input.name, try context.profile.spoken(input.locale), context)
                return Answer.html(letter.html, cache: .never)
                    .with(.contentSecurityPolicy, MessagingFeature.samplePolicy)
            },
        ]
    }

    private func sample(_ name: MailTemplate, _ locale: LocaleTag, _ context: StaffPageContext) throws -> Letter {
        try parts.mail.sample(name, in: locale, of: context.profile, now: context.clock.now())
    }

    private struct Line: Sendable {
        let template: MailTemplate
        let subject: String
    }

    private func letters(_ input: LettersInput, _ locale: LocaleTag, _ seat: Seat) async throws -> Answer {
        let look = input.look
        let found = try MailTemplate.allCases.map { template in
            Line(template: template, subject: try sample(template, locale, seat.context).subject)
        }.filter { line in
            look.finds(line.subject, line.template.rawValue)
                && look.kind.map { $0 == line.template.weight.rawValue } ?? true
        }
        return try await seat.show(
            list(locale, seat), of: found, look, lead: seat.t("console.mail.letters_text"),
            trail: SenderSight(seat, nil).trail,
            fields: [
                .choice(
                    "locale", seat.t("console.texts.language"),
                    seat.context.profile.definition.locales.map { ($0.description, Formats($0).displayName(of: $0)) },
                    chosen: locale.description),
                seat.searchField(look, hint: seat.t("console.mail.subject")),
                seat.choiceField(
                    "kind", seat.t("console.mail.weight"),
                    MailWeight.allCases.map { ($0.rawValue, seat.t("console.mail.weight_\($0.rawValue)")) },
                    chosen: look.kind),
            ])
    }

    private func list(_ locale: LocaleTag, _ seat: Seat) -> ItemList<Line> {
        ItemList(
            words: seat.words, path: Self.path, file: "letters-\(locale)", caption: seat.t("console.mail.letters"),
            empty: seat.t("console.list.unmatched"),
            columns: [
                .init(key: "subject", label: seat.t("console.mail.subject")) {
                    ListValue($0.subject)
                } cell: {
                    Cell($0.subject, url: Self.address($0.template, locale))
                },
                .code("template", seat.t("desk.column.template")) { $0.template.rawValue },
                .state("weight", seat.t("console.mail.weight")) {
                    $0.template.weight.rawValue
                } cell: {
                    Cell(seat.t("console.mail.weight_\($0.template.weight.rawValue)"))
                },
            ])
    }

    private func show(_ template: MailTemplate, _ locale: LocaleTag, _ seat: Seat) throws -> Answer {
        let letter = try sample(template, locale, seat.context)
        return try seat.page(
            letter.subject, lead: seat.t("console.mail.sample_text"),
            trail: SenderSight(seat, nil).trail + [Link(seat.t("console.mail.letters"), Self.path)],
            [
                .links(
                    title: seat.t("console.texts.language"), languages(locale, seat) { Self.address(template, $0) }),
                .frame(Frame(title: seat.t("console.mail.as_html"), url: Self.address(template, locale, "/html"))),
                .verbatim(title: seat.t("console.mail.as_text"), letter.text),
            ]
        )
    }

    private func languages(_ locale: LocaleTag, _ seat: Seat, _ url: (LocaleTag) -> String) -> [Link] {
        seat.context.profile.definition.locales.map {
            Link(Formats($0).displayName(of: $0), url($0), current: $0 == locale)
        }
    }

    private static func address(_ template: MailTemplate, _ locale: LocaleTag, _ part: String = "") -> String {
        "\(path)/\(template.rawValue)\(part)?locale=\(locale)"
    }
}

struct LettersInput: Input {
    let locale: LocaleTag?
    let look: ListInput

    static let locale = Field("locale", .locale, "The site's first language unless told.").optional

    static let form = Form<LettersInput>(
        locale, ListFields.search, ListFields.kind, ListFields.sort, ListFields.order, ListFields.page,
        ListFields.format
    ) { locale, search, kind, sort, order, page, format in
        LettersInput(
            locale: locale,
            look: ListInput(
                search: search, kind: kind, sort: sort, order: order, page: page, format: format,
                others: [("locale", locale?.description)]))
    }
}

struct LetterInput: Input {
    let name: MailTemplate
    let locale: LocaleTag?

    static let form = Form<LetterInput>(Field("name", Kind<MailTemplate>.choice), LettersInput.locale) {
        LetterInput(name: $0, locale: $1)
    }
}
