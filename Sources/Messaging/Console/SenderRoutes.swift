import HTTPTypes
import Tenancy
import Vocabulary
import Web

struct SenderInput: Input {
    let address: MailAddress
    let name: String
    let replyTo: MailAddress?

    static let form = Form(
        "MailSender", Field("address", .parsed("email", "email", max: MailAddress.bytesMax)),
        Field("name", .text(max: SenderDesk.nameMax), "What readers see in place of the address."),
        Field("reply_to", .parsed("email", "email", max: MailAddress.bytesMax)).optional
    ) { SenderInput(address: $0, name: $1, replyTo: $2) }
}

struct SenderKeyInput: Input {
    let algorithm: DKIMKey.Algorithm

    static let form = Form("MailSenderKey", Field("algorithm", .choice).or(DKIMKey.Algorithm.rsa)) {
        SenderKeyInput(algorithm: $0)
    }
}

/// In whose name the site's mail goes out, for its staff.
extension MessagingFeature {
    var senderRoutes: [Route] {
        let path = PathTemplate("/api/admin/mail/sender")
        return [
            Route(
                .get, path, .staff(.mail, .read), "Who the site's mail is from, and what its domain has to publish",
                gives: [.json(SenderAnswer.schema)]
            ) { (_: NoInput, context: StaffContext) in
                .json(SenderAnswer(try await senders.chosen(in: context.scope), senders))
            },
            Route(
                .put, path, .staff(.mail, .write),
                "Chooses the sender. It stands in From once its domain has proven itself, until then answers go there",
                gives: [.json(SenderAnswer.schema)], refuses: [.init(422, "input.invalid")]
            ) { (input: SenderInput, context: StaffContext) in
                let chosen = try await desk.put(
                    input.address, input.name, input.replyTo, context.author, in: context.scope)
                return .json(SenderAnswer(chosen, senders))
            },
            Route(
                .delete, path, .staff(.mail, .write), "Goes back to the platform's sender, and forgets the key",
                gives: [.noContent]
            ) { (_: NoInput, context: StaffContext) in
                try await desk.remove(context.author, in: context.scope)
                return .noContent
            },
            Route(
                .post, PathTemplate("/api/admin/mail/sender/key"), .staff(.mail, .write),
                "Makes a new key for signing; mail is signed once the domain publishes it",
                gives: [.json(SenderAnswer.schema, .created)], refuses: [.init(409, "mail.sender_unset")]
            ) { (input: SenderKeyInput, context: StaffContext) in
                let key = try await dataKeys.key(of: context.tenant)
                guard let chosen = try await desk.makeKey(input.algorithm, key, context.author, in: context.scope)
                else {
                    throw Problem(409, "mail.sender_unset")
                }
                return .json(SenderAnswer(chosen, senders), status: .created)
            },
            Route(
                .post, PathTemplate("/api/admin/mail/sender/check"), .staff(.mail, .write),
                "Looks at the domain's SPF, DKIM and DMARC records and says what to do about each",
                gives: [.json(CheckAnswer.schema)], refuses: [.init(409, "mail.sender_unset")],
                options: RouteOptions().servingImpersonation
            ) { (_: NoInput, context: StaffContext) in
                guard let report = try await desk.check(context.author, in: context.scope) else {
                    throw Problem(409, "mail.sender_unset")
                }
                return .json(CheckAnswer(report: report, words: context.translator))
            },
        ]
    }
}

extension StaffContext {
    var author: SenderDesk.Author { .init(actor: auditActor) }
}
