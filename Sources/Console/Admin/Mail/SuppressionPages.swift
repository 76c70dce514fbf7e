import Foundation
import HTTPTypes
import Localization
import Messaging
import Tenancy
import Vocabulary
import Web

/// Whom the site does not write to and why, and the end of that for one who is to be written to again.
struct SuppressionPages: Sendable {
    let parts: AdminParts

    static let path = "\(SenderPages.path)/suppressions"

    var routes: [Route] {
        let unknown = Route.Refusal(404, "mail.suppression_unknown")
        return [
            Route(
                .get, PathTemplate(Self.path), .staff(.mail, .read), "Addresses that are not written to, masked",
                gives: [.html(), Answer.csvOutput], options: .console
            ) { (input: CursorListInput, context: StaffPageContext) in
                try await list(input.look, Seat(context, parts))
            },
            Route(
                .get, PathTemplate("\(Self.path)/{id}/lift"), .staff(.mail, .write),
                "Asks whether to write to an address again", gives: [.html()], refuses: [unknown], options: .console
            ) { (input: OneInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                return try seat.ask(question(try await parts.mail.suppressions.find(input.id, in: seat.scope), seat))
            },
            Route(
                .post, PathTemplate("\(Self.path)/{id}/lift"), .staff(.mail, .write), "Write to an address again",
                gives: [.redirect()], refuses: [unknown], options: .console
            ) { (input: OneInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                try await parts.mail.suppressions.lift(input.id, context.auditActor, in: seat.scope)
                return seat.then(Self.path, done: "suppression_lifted")
            },
        ]
    }

    private func list(_ look: ListInput, _ seat: Seat) async throws -> Answer {
        let (suppressions, scope) = (parts.mail.suppressions, seat.scope)
        if look.format == .csv { try seat.noteExport("suppression") } else { seat.noteRead("suppression") }
        let typed = look.search.flatMap { $0.isEmpty ? nil : $0 }
        let address = typed.flatMap { MailAddress($0) }
        return try await seat.show(
            table(seat), look, by: SuppressionOrder.created, .down, lead: seat.t("console.mail.suppressions_text"),
            fields: [
                seat.searchField(look, hint: seat.t("console.mail.suppressions_search")),
                seat.choiceField(
                    "state", seat.t("console.mail.reason"),
                    SuppressionReason.allCases.map { ($0.rawValue, Self.name(of: $0, seat)) }, chosen: look.state),
            ], row: { $0 },
            read: { page, limit in
                // Addresses stand here as nobody can read them: one is found whole or not at all.
                if typed != nil, address == nil { return [] }
                return try await suppressions.list(
                    look.state.flatMap(SuppressionReason.init(rawValue:)), of: address, page, limit: limit, in: scope)
            })
    }

    private func table(_ seat: Seat) -> ItemList<Suppressions.Sight> {
        let mayLift = seat.may(.mail)
        return ItemList(
            words: seat.words, path: Self.path, file: "suppressions", caption: seat.t("console.mail.suppressions"),
            empty: seat.t("console.mail.none_suppressed"),
            columns: [
                .code("recipient", seat.t("desk.column.recipient"), isOrdered: false) { $0.recipient },
                .state("reason", seat.t("console.mail.reason"), isOrdered: false) {
                    $0.reason.rawValue
                } cell: {
                    Cell(Self.name(of: $0.reason, seat), tone: $0.reason == .complaint ? .bad : .warned)
                },
                .code("reply", seat.t("desk.column.reply"), isOrdered: false) { $0.diagnostic },
                .moment("created", seat.t("desk.column.created"), seat, isOrdered: false) { $0.createdAt },
                .action(seat.t("desk.column.action")) { sight in
                    mayLift ? Cell(seat.t("console.mail.lift"), url: "\(Self.path)/\(sight.id.text)/lift") : .none
                },
            ])
    }

    private func question(_ sight: Suppressions.Sight, _ seat: Seat) -> Question {
        let isUnwanted = sight.reason == .complaint
        return Question(
            title: seat.t("console.mail.lift"),
            consequences: [seat.t("console.mail.lift_text")]
                + (isUnwanted ? [seat.t("console.mail.lift_complaint_text")] : []),
            action: "\(Self.path)/\(sight.id.text)/lift", submit: seat.t("console.mail.lift"), back: Self.path,
            isGrave: isUnwanted,
            trail: SenderSight(seat, nil).trail + [Link(seat.t("console.mail.suppressions"), Self.path)],
            facts: [
                Fact(seat.t("desk.column.recipient"), .code(sight.recipient)),
                Fact(seat.t("console.mail.reason"), Cell(Self.name(of: sight.reason, seat))),
                Fact(seat.t("desk.column.reply"), .code(sight.diagnostic)),
                Fact(seat.t("desk.column.created"), seat.moment(sight.createdAt)),
            ])
    }

    private static func name(of reason: SuppressionReason, _ seat: Seat) -> String {
        seat.t("console.mail.reason_\(reason.rawValue)")
    }
}
