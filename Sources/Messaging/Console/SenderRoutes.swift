import HTTPTypes
package import Tenancy
import Vocabulary
package import Web

package struct SenderInput: Input {
    package let address: MailAddress
    package let name: String
    package let replyTo: MailAddress?

    package static let form = Form(
        "MailSender", Field("address", .parsed("email", "email", max: MailAddress.bytesMax)),
        Field("name", .text(max: SenderDesk.nameMax), "What readers see in place of the address."),
        Field("reply_to", .parsed("email", "email", max: MailAddress.bytesMax)).optional
    ) { SenderInput(address: $0, name: $1, replyTo: $2) }
}

package struct SenderKeyInput: Input {
    package let algorithm: DKIMKey.Algorithm

    package static let form = Form("MailSenderKey", Field("algorithm", .choice).or(DKIMKey.Algorithm.rsa)) {
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
                let chosen = try await makeSenderKey(input.algorithm, by: context.author, in: context.scope)
                return .json(SenderAnswer(chosen, senders), status: .created)
            },
            Route(
                .post, PathTemplate("/api/admin/mail/sender/check"), .staff(.mail, .write),
                "Looks at the domain's records, of which the DKIM key proves it, and says what to do about each",
                gives: [.json(CheckAnswer.schema)], refuses: [.init(409, "mail.sender_unset")],
                options: RouteOptions().servingImpersonation
            ) { (_: NoInput, context: StaffContext) in
                let report = try await checkSender(by: context.author, in: context.scope)
                return .json(CheckAnswer(report: report, words: context.translator))
            },
        ]
    }
}

extension MessagingFeature {
    /// Throws `mail.sender_unset` where no sender was chosen.
    @discardableResult
    package func makeSenderKey(
        _ algorithm: DKIMKey.Algorithm, by author: SenderDesk.Author, in scope: TenantScope
    ) async throws -> ChosenSender {
        let key = try await dataKeys.key(of: scope.tenant)
        guard let chosen = try await desk.makeKey(algorithm, key, author, in: scope) else {
            throw Problem(409, "mail.sender_unset")
        }
        return chosen
    }

    /// Throws `mail.sender_unset` where no sender was chosen.
    @discardableResult
    package func checkSender(by author: SenderDesk.Author, in scope: TenantScope) async throws -> SenderCheck.Report {
        guard let report = try await desk.check(author, in: scope) else { throw Problem(409, "mail.sender_unset") }
        return report
    }
}

extension StaffContext {
    var author: SenderDesk.Author { .init(actor: auditActor) }
}
