import HTTPTypes
import Identity
import Localization
import Tenancy
import Vocabulary
import Web

/// Signing in by e-mail and password. Whatever was wrong, the page is the same but for what was typed.
struct SignInRoutes: Sendable {
    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(
                .get, "/{locale}/sign-in", .anyone, "The form to sign in", gives: [.html(), .redirect()],
                options: .page
            ) { (entry: SignInEntry, context: VisitorContext) in
                let visit = Visit(context, parts)
                guard context.arrival.caller?.account == nil else {
                    return .leading(to: entry.next.target ?? visit.paths.account(.trips))
                }
                return try await show(entry, visit)
            },
            Route(
                .post, "/{locale}/sign-in", .anyone, "Sign in", gives: [.redirect()],
                refuses: [.init(429, "attempts.too_many"), .init(503, "overload")], options: .page
            ) { (entry: SignInEntry, context: VisitorContext) in
                try await enter(entry, Visit(context, parts))
            },
        ]
    }

    static let here = "/sign-in"

    /// The empty form.
    func show(_ entry: SignInEntry, _ visit: Visit) async throws -> Answer {
        var page = try await form(entry, visit)
        page.notices = visit.notices(entry.told) + visit.notices(entry.refused)
        return try visit.accountPage(page, here: entry.next.kept(by: Self.here))
    }

    private func enter(_ entry: SignInEntry, _ visit: Visit) async throws -> Answer {
        var page = try await form(entry, visit, isChecked: true)
        let here = entry.next.kept(by: Self.here)
        guard page.errors == nil, let email = EmailAddress(entry.email) else {
            return try visit.accountPage(page, here: here, status: .unprocessableContent)
        }
        return try await visit.answeringTooMany(page, here: here) {
            do {
                let command = LogIn.Command(email: email, password: entry.password, code: nil, kind: .browser)
                let credentials = try await parts.identity.logIn.run(
                    command, visit.context.arrival.place, requestID: visit.context.requestID, in: visit.scope)
                return Answer.leading(to: target(credentials, entry.next, visit)).signedIn(credentials)
            } catch IdentityError.logInFailed {
                page.notices = [Notice(.danger, visit.words("problem.auth.failed.detail"))]
                return try visit.accountPage(page, here: here, status: .unprocessableContent)
            }
        }
    }

    private func target(_ credentials: Credentials, _ next: NextPage, _ visit: Visit) -> String {
        if case .browser(_, _, _, needsCode: true) = credentials { return next.kept(by: visit.paths.code) }
        return next.target ?? visit.paths.account(.trips)
    }

    private func form(_ entry: SignInEntry, _ visit: Visit, isChecked: Bool = false) async throws -> FormPage {
        let words = visit.words
        let fields = [
            visit.emailField(entry.email, error: isChecked ? visit.emailFault(entry.email) : nil),
            visit.passwordField(error: isChecked ? visit.fault(in: entry.password, of: AccountFields.password) : nil),
        ]
        var page = FormPage(title: words("account.sign_in_title"), lead: words("account.sign_in_lead"))
        page.errors = ErrorSummary(of: fields)
        page.form = FormTarget(visit.paths.signIn, hidden: visit.hidden(entry.next.fields))
        page.fields = fields
        page.submit = words("account.sign_in")
        page.ways = try await parts.openID.choices(visit.locale, in: visit.scope).map { way in
            let next = entry.next.target ?? visit.paths.account(.trips)
            return Link(
                words("account.sign_in_with", ["provider": .text(way.label)]),
                SitePaths.with(way.start, [(SignInNeeded.nextField, next), ("locale", visit.locale.description)]))
        }
        page.links = [
            Link(words("account.forgot"), visit.paths.forgot),
            Link(words("account.register"), entry.next.kept(by: visit.paths.register)),
            Link(words("account.find_booking"), visit.paths.manage),
        ]
        return page
    }
}
