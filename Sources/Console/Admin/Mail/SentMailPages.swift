import Foundation
import HTTPTypes
import Localization
import Messaging
import Tenancy
import Vocabulary
import Web

/// What the site wrote to people, and what became of it.
struct SentMailPages: Sendable {
    let parts: AdminParts

    static let path = "\(SenderPages.path)/messages"

    var routes: [Route] {
        [
            Route(
                .get, PathTemplate(Self.path), .staff(.mail, .read),
                "Mails of the site, newest first, their recipients masked", gives: [.html(), Answer.csvOutput],
                options: .console
            ) { (input: SentListInput, context: StaffPageContext) in
                try await list(input.look, Seat(context, parts))
            }
        ]
    }

    private func list(_ look: ListInput, _ seat: Seat) async throws -> Answer {
        if look.format == .csv { try seat.noteExport("mail") } else { seat.noteRead("mail") }
        let recipient = look.search.flatMap { EmailAddress($0) }
        let isKnown = (recipient == nil) == (look.search ?? "").isEmpty
        let filter = MailFilter(state: look.state, template: look.kind, recipient: recipient)
        return try await seat.show(
            sent(seat), look, by: MailOrder.created, .down, lead: seat.t("console.mail.sent_text"),
            fields: [
                seat.choiceField(
                    "state", seat.t("desk.column.state"), MailSight.states.map { ($0, seat.t("desk.state.\($0)")) },
                    chosen: look.state),
                seat.wordField("kind", seat.t("desk.column.template"), MailSight.templates, chosen: look.kind),
                seat.codeField("q", seat.t("desk.column.recipient"), look.search),
            ], row: { $0 },
            read: { [mail = parts.mail, scope = seat.scope] page, limit in
                isKnown ? try await mail.mails(filter, page, limit: limit, in: scope) : []
            })
    }

    private func sent(_ seat: Seat) -> ItemList<MailSight> {
        func text(_ key: String, _ text: @escaping @Sendable (MailSight) -> String?) -> ItemList<MailSight>.Column {
            .code(key, seat.t("desk.column.\(key)"), isOrdered: false) { text($0) }
        }
        return ItemList(
            words: seat.words, path: Self.path, file: "mails", caption: seat.t("console.mail.sent"),
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

/// What a search for sent mail takes.
struct SentListInput: Input {
    let look: ListInput

    static let form = Form<SentListInput>(
        ListFields.search, ListFields.state, ListFields.kind, ListFields.sort, ListFields.order, ListFields.after,
        ListFields.format
    ) {
        SentListInput(look: ListInput(search: $0, state: $1, kind: $2, sort: $3, order: $4, after: $5, format: $6))
    }
}
