import HTTPTypes
package import Tenancy
package import Vocabulary
package import Web

/// Somebody who holds the link of a mail: the link is what shows that they may, no session and no form token.
/// Machines of mailbox providers post to it without a page (RFC 8058).
package struct MailLinkContext: TenantStage {
    package static let traits = ContextTraits(host: .tenant, face: .page)

    private let stage: TenantContext

    package init(admitting arrival: Arrival) async throws {
        guard !arrival.isBoundBySlug else { throw Problem.routeUnknown }
        stage = try await TenantContext(admitting: arrival)
    }

    package var arrival: Arrival { stage.arrival }
    package var profile: TenantProfile { stage.profile }
    package var locale: LocaleTag { stage.locale }
    package var principal: String { stage.principal }
    package var vary: Vary { [.host, .acceptLanguage] }
}

struct UnsubscribeInput: Input {
    let token: String

    static let pattern = CodePattern("A-Za-z0-9_-", 64...160)
    static let form = Form("Unsubscribe", Field("token", .code(pattern), "From the mail.")) {
        UnsubscribeInput(token: $0)
    }
}

/// `GET` asks, because scanners of mail open every link; only `POST` takes consent back.
extension MessagingFeature {
    var unsubscribeRoutes: [Route] {
        let path = PathTemplate("\(UnsubscribeLinks.prefix){token}")
        return [
            Route(
                .get, path, .anyone, "Asks whether to stop the messages that a mail was one of",
                gives: [.html()], refuses: [.init(404, "mail.unsubscribe_unknown")], options: Self.linkOptions
            ) { (input: UnsubscribeInput, context: MailLinkContext) in
                _ = try opened(input, context)
                return try page(context, token: input.token)
            },
            Route(
                .post, path, .anyone, "Stops them, by one click of a reader or of a mail program",
                gives: [.html()], refuses: [.init(404, "mail.unsubscribe_unknown")], options: Self.linkOptions
            ) { (input: UnsubscribeInput, context: MailLinkContext) in
                let link = try opened(input, context)
                try await context.scope.transaction { tx in
                    try await consents.record(
                        false, of: link.addressIndex, kind: link.kind, source: "unsubscribe_link",
                        requestID: context.requestID, in: tx)
                }
                return try page(context, token: nil)
            },
        ]
    }

    private static let linkOptions = RouteOptions(isOpenWhenClosed: true, ignoresBody: true)

    private func opened(_ input: UnsubscribeInput, _ context: MailLinkContext) throws -> UnsubscribeLinks.Opened {
        guard let link = links.open(input.token, tenant: context.tenant) else {
            throw Problem(404, "mail.unsubscribe_unknown")
        }
        return link
    }

    private func page(_ context: MailLinkContext, token: String?) throws -> Answer {
        let words = context.translator
        let page = StopPage(
            words: words, brand: PlainLine.clean(context.profile.name(in: context.locale)),
            action: token.map { UnsubscribeLinks.prefix + $0 },
            stylesheets: [shelf.path("base.css"), "/brand/brand.0000000000.css"].compactMap(\.self))
        return .html(try templates.render("stop", page), cache: .never)
    }
}
