import HTTPTypes
import Identity
import Localization
import Vocabulary
import Web

/// Another address for an account: a letter to it proves it, and until then the old one stays.
struct EmailRoutes: Sendable {
    struct Entry: TypedInput {
        let email: String
        let password: String
        let told: Told?

        static let typed = [AccountFields.email, AccountFields.password, AccountFields.told]

        init(_ typed: TypedFields) {
            email = typed["email"]
            password = typed["password"]
            told = Told(rawValue: typed[Told.field])
        }
    }

    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(
                .get, "/{locale}/account/email", .member, "The form for another address", gives: [.html()],
                options: .page
            ) { (entry: Entry, context: MemberPageContext) in
                let member = try await MemberVisit(context, parts)
                var page = form(member, email: "")
                page.notices += member.visit.notices(entry.told)
                return try member.answer(page, .email)
            },
            Route(
                .post, "/{locale}/account/email", .member, "Ask for another address", gives: [.redirect()],
                refuses: [.init(429, "attempts.too_many"), .init(503, "overload")], options: .page
            ) { (entry: Entry, context: MemberPageContext) in
                let member = try await MemberVisit(context, parts)
                var page = form(member, email: entry.email)
                page.fields = [
                    page.fields[0].wrong(member.visit.emailFault(entry.email)),
                    page.fields[1].wrong(member.visit.fault(in: entry.password, of: AccountFields.password)),
                ]
                page.errors = ErrorSummary(of: page.fields)
                guard page.errors == nil, let email = EmailAddress(entry.email) else {
                    return try member.answer(page, .email, status: .unprocessableContent)
                }
                return try await member.answeringPassword(page, .email) {
                    try await parts.identity.change.askForEmail(
                        context.account, email, password: entry.password, member.visit.actor, in: context.scope)
                    return .leading(to: Told.asked.on(member.visit.paths.account(.email)))
                }
            },
        ]
    }

    private func form(_ member: MemberVisit, email: String) -> FormPage {
        var page = member.form(.email, isOwn: true)
        page.lead = member.words("account.email_lead")
        page.facts = [Fact(member.words("account.email_now"), member.account.email.description)]
        page.fields = [member.visit.emailField(email, label: "account.new_email"), member.visit.passwordField()]
        page.submit = member.words("account.email_submit")
        page.links = member.passwordLinks
        return page
    }
}
