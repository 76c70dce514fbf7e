import Foundation
import HTTPTypes
import Localization
import Messaging
import Tenancy
import Vocabulary
import Web

/// What the site writes to people: every letter as it would look in each language, and what was sent.
struct LetterPages: Sendable {
    let parts: AdminParts

    static let path = "\(SenderPages.path)/letters"
    static let messages = "\(SenderPages.path)/messages"

    var routes: [Route] {
        let unknown = Route.Refusal(404, "locale.unknown")
        return [
            Route(
                .get, PathTemplate(Self.path), .staff(.mail, .read), "The site's letters, language by language",
                gives: [.html()], refuses: [unknown], options: .console
            ) { (input: LettersInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                return try letters(try context.profile.spoken(input.locale), seat)
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
            Route(
                .get, PathTemplate(Self.messages), .staff(.mail, .read),
                "Mails of the site, newest first, their recipients masked", gives: [.html(), Answer.csvOutput],
                options: .console
            ) { (input: CursorListInput, context: StaffPageContext) in
                let (seat, look, mail) = (Seat(context, parts), input.look, parts.mail)
                if look.format == .csv { try seat.noteExport("mail") } else { seat.noteRead("mail") }
                return try await seat.show(
                    sent(seat), look, by: MailOrder.created, .down, lead: seat.t("console.mail.sent_text"),
                    fields: [
                        seat.choiceField(
                            "state", seat.t("desk.column.state"),
                            MailSight.states.map { ($0, seat.t("desk.state.\($0)")) }, chosen: look.state)
                    ], row: { $0 },
                    read: { page, limit in
                        try await mail.mails(MailFilter(state: look.state), page, limit: limit, in: context.scope)
                    })
            },
        ]
    }

    private func sample(_ name: MailTemplate, _ locale: LocaleTag, _ context: StaffPageContext) throws -> Letter {
        try parts.mail.sample(name, in: locale, of: context.profile, now: context.clock.now())
    }

    private func letters(_ locale: LocaleTag, _ seat: Seat) throws -> Answer {
        let rows = try MailTemplate.allCases.map { template in
            let letter = try sample(template, locale, seat.context)
            return [
                Cell(letter.subject, url: Self.address(template, locale)), Cell.code(template.rawValue),
                Cell(seat.t("console.mail.weight_\(template.weight.rawValue)")),
            ]
        }
        return try seat.page(
            seat.t("console.mail.letters"), lead: seat.t("console.mail.letters_text"),
            trail: SenderSight(seat, nil).trail,
            [
                .links(
                    title: seat.t("console.texts.language"), languages(locale, seat) { "\(Self.path)?locale=\($0)" }),
                .table(
                    Table(
                        caption: seat.t("console.mail.letters"),
                        [
                            seat.t("console.mail.subject"), seat.t("desk.column.template"),
                            seat.t("console.mail.weight"),
                        ], rows)),
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

    private func sent(_ seat: Seat) -> ItemList<MailSight> {
        func text(_ key: String, _ text: @escaping @Sendable (MailSight) -> String?) -> ItemList<MailSight>.Column {
            .code(key, seat.t("desk.column.\(key)"), isOrdered: false) { text($0) }
        }
        return ItemList(
            words: seat.words, path: Self.messages, file: "mails", caption: seat.t("console.mail.sent"),
            empty: seat.t("console.mail.none_sent"),
            columns: [
                text("template") { $0.template },
                .state("state", seat.t("desk.column.state"), isOrdered: false) {
                    $0.state
                } cell: {
                    Cell(seat.t("desk.state.\($0.state)"), tone: Self.tone($0.state))
                },
                text("recipient") { $0.recipient }, text("locale") { $0.locale },
                .number("attempt", seat.t("desk.column.attempt"), seat, isOrdered: false) { $0.attempts },
                text("fault") { $0.fault }, text("reply") { $0.reply },
                .moment("created", seat.t("desk.column.created"), seat, isOrdered: false) { $0.createdAt },
                .moment("sent", seat.t("desk.column.sent"), seat, isOrdered: false) { $0.sentAt },
            ])
    }

    private static func tone(_ state: String) -> Cell.Tone {
        switch state {
        case "sent": .good
        case "queued", "sending": .busy
        case "deferred": .warned
        default: .bad
        }
    }
}

struct LettersInput: Input {
    let locale: LocaleTag?

    static let locale = Field("locale", .locale, "The site's first language unless told.").optional

    static let form = Form<LettersInput>(locale) { LettersInput(locale: $0) }
}

struct LetterInput: Input {
    let name: MailTemplate
    let locale: LocaleTag?

    static let form = Form<LetterInput>(Field("name", Kind<MailTemplate>.choice), LettersInput.locale) {
        LetterInput(name: $0, locale: $1)
    }
}
