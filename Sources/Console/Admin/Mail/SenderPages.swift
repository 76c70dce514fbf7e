import Foundation
import HTTPTypes
import Localization
import Messaging
import Tenancy
import Vocabulary
import Web

/// In whose name the site's mail goes out: chosen, proved by records that are copied from here, looked at again.
struct SenderPages: Sendable {
    let parts: AdminParts

    static let path = "/admin/mail"
    static let sender = "\(path)/sender"

    /// A look at a domain's records waits for its name servers.
    private static let checkOptions = RouteOptions(secondsMax: 60, tag: "console")

    var routes: [Route] {
        let unset = Route.Refusal(409, "mail.sender_unset")
        return [
            Route(
                .get, PathTemplate(Self.path), .staff(.mail, .read), "Who the site's mail is from", gives: [.html()],
                options: .console
            ) { (input: NoticeInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                let chosen = try await parts.mail.senders.chosen(in: seat.scope)
                return try seat.page(
                    seat.t("console.way.mail"), lead: seat.t("console.mail.lead"), done: input.done,
                    SenderSight(seat, chosen).blocks)
            },
            Route(
                .get, PathTemplate(Self.sender), .staff(.mail, .write), "The form to choose the sender",
                gives: [.html()], options: .console
            ) { (_: NoInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                let sight = SenderSight(seat, try await parts.mail.senders.chosen(in: seat.scope))
                return try seat.page(seat.t("console.mail.choose"), trail: sight.trail, [.form(sight.form)])
            },
            Route(
                .post, PathTemplate(Self.sender), .staff(.mail, .write), "Choose the sender", gives: [.redirect()],
                refuses: [.init(422, "input.invalid")], options: .console
            ) { (entry: Submission<SenderInput>, context: StaffPageContext) in
                let seat = Seat(context, parts)
                guard case .success(let input) = entry.result else {
                    let sight = SenderSight(seat, try await parts.mail.senders.chosen(in: seat.scope))
                    return try seat.refused(seat.t("console.mail.choose"), TypedForm(entry), sight.form)
                }
                _ = try await parts.mail.desk.put(input.address, input.name, input.replyTo, seat.author, in: seat.scope)
                return seat.then(Self.path, done: "sender_put")
            },
            Route(
                .post, PathTemplate("\(Self.sender)/check"), .staff(.mail, .write), "Look at the sender's records now",
                gives: [.redirect()], refuses: [unset], options: Self.checkOptions
            ) { (_: NoInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                try await parts.mail.checkSender(by: seat.author, in: seat.scope)
                return seat.then(Self.path, done: "sender_checked")
            },
        ] + asked(unset)
    }

    /// What a page of its own asks about first.
    private func asked(_ unset: Route.Refusal) -> [Route] {
        [
            Route(
                .get, PathTemplate("\(Self.sender)/key"), .staff(.mail, .write), "Asks whether to make a new key",
                gives: [.html(), .redirect()], options: .console
            ) { (_: NoInput, context: StaffPageContext) in
                try await ask(\.keyQuestion, Seat(context, parts))
            },
            Route(
                .post, PathTemplate("\(Self.sender)/key"), .staff(.mail, .write), "Make a new key for signing",
                gives: [.redirect()], refuses: [unset, .init(422, "input.invalid")], options: .console
            ) { (input: SenderKeyInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                try await parts.mail.makeSenderKey(input.algorithm, by: seat.author, in: seat.scope)
                return seat.then(Self.path, done: "sender_key")
            },
            Route(
                .get, PathTemplate("\(Self.sender)/remove"), .staff(.mail, .write),
                "Asks whether to go back to the platform's sender", gives: [.html(), .redirect()],
                options: .console
            ) { (_: NoInput, context: StaffPageContext) in
                try await ask(\.removeQuestion, Seat(context, parts))
            },
            Route(
                .post, PathTemplate("\(Self.sender)/remove"), .staff(.mail, .write),
                "Go back to the platform's sender", gives: [.redirect()], options: .console
            ) { (_: NoInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                try await parts.mail.desk.remove(seat.author, in: seat.scope)
                return seat.then(Self.path, done: "sender_removed")
            },
        ]
    }

    /// Whoever has no sender yet is led to where one is chosen.
    private func ask(_ question: KeyPath<SenderSight, Question>, _ seat: Seat) async throws -> Answer {
        guard let chosen = try await parts.mail.senders.chosen(in: seat.scope) else {
            return .redirect(to: Self.sender)
        }
        return try seat.ask(SenderSight(seat, chosen)[keyPath: question])
    }
}

extension Seat {
    var author: SenderDesk.Author { SenderDesk.Author(actor: context.auditActor) }
}
