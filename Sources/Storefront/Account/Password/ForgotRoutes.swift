import HTTPTypes
import Identity
import Localization
import Vocabulary
import Web

/// Asking for a letter that lets choose a new password. What follows is the same for every address.
struct ForgotRoutes: Sendable {
    struct Entry: TypedInput {
        let email: String

        static let typed = [AccountFields.email]

        init(_ typed: TypedFields) { email = typed["email"] }
    }

    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(
                .get, "/{locale}/forgot", .anyone, "The form of a forgotten password", gives: [.html()], options: .page
            ) { (_: NoInput, context: VisitorContext) in
                let visit = Visit(context, parts)
                return try visit.accountPage(form("", visit), here: Self.here)
            },
            Route(
                .post, "/{locale}/forgot", .anyone, "Ask for a letter that lets choose a new password",
                gives: [.redirect()], refuses: [.init(429, "attempts.too_many")], options: .page
            ) { (entry: Entry, context: VisitorContext) in
                let visit = Visit(context, parts)
                let page = form(entry.email, visit, error: visit.emailFault(entry.email))
                guard page.errors == nil, let email = EmailAddress(entry.email) else {
                    return try visit.accountPage(page, here: Self.here, status: .unprocessableContent)
                }
                return try await visit.answeringTooMany(page, here: Self.here) {
                    try await parts.identity.forget.run(
                        email, context.arrival.place, requestID: context.requestID, in: visit.scope)
                    return .leading(to: visit.paths.forgot + "/sent")
                }
            },
            Route(
                .get, "/{locale}/forgot/sent", .anyone, "Says that a letter is on its way", gives: [.html()],
                options: .page
            ) { (_: NoInput, context: VisitorContext) in
                let visit = Visit(context, parts)
                var page = FormPage(
                    title: visit.words("account.sent_title"), lead: visit.words("account.sent_reset"))
                page.paragraphs = [visit.words("account.sent_help")]
                page.links = [
                    Link(visit.words("account.forgot"), visit.paths.forgot),
                    Link(visit.words("account.sign_in"), visit.paths.signIn),
                ]
                return try visit.accountPage(page, here: Self.here + "/sent")
            },
        ]
    }

    private static let here = "/forgot"

    private func form(_ email: String, _ visit: Visit, error: String? = nil) -> FormPage {
        let fields = [visit.emailField(email, error: error)]
        var page = FormPage(title: visit.words("account.forgot_title"), lead: visit.words("account.forgot_lead"))
        page.errors = ErrorSummary(of: fields)
        page.form = FormTarget(visit.paths.forgot, hidden: visit.hidden())
        page.fields = fields
        page.submit = visit.words("account.forgot_submit")
        page.links = [Link(visit.words("account.sign_in"), visit.paths.signIn)]
        return page
    }
}
