import HTTPTypes
import Identity
import Localization
import Vocabulary
import Web

/// The second step of signing in: the code of the authenticator, or one that was put by for its loss.
struct CodeRoutes: Sendable {
    struct Entry: TypedInput {
        let code: String
        let next: NextPage

        static let typed = [AccountFields.code, AccountFields.next]

        init(_ typed: TypedFields) {
            code = typed["code"]
            next = NextPage(typed[SignInNeeded.nextField])
        }
    }

    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(
                .get, "/{locale}/sign-in/code", .anyone, "The form for the second factor's code",
                gives: [.html(), .redirect()], options: .page
            ) { (entry: Entry, context: VisitorContext) in
                let visit = Visit(context, parts)
                // Without the password's cookie there is nothing to add a code to.
                guard context.arrival.cookie(CredentialCheck.accountCookie) != nil, context.arrival.caller == nil else {
                    return .leading(to: entry.next.kept(by: visit.paths.signIn))
                }
                return try visit.accountPage(form(entry, visit), here: entry.next.kept(by: Self.here))
            },
            Route(
                .post, "/{locale}/sign-in/code", .anyone, "Sign in by the code", gives: [.redirect()],
                refuses: [.init(429, "attempts.too_many"), .init(503, "overload")], options: .page
            ) { (entry: Entry, context: VisitorContext) in
                try await pass(entry, Visit(context, parts))
            },
        ]
    }

    private static let here = "/sign-in/code"

    private func pass(_ entry: Entry, _ visit: Visit) async throws -> Answer {
        let here = entry.next.kept(by: Self.here)
        let page = form(entry, visit, error: visit.fault(in: entry.code, of: AccountFields.code))
        guard page.errors == nil else {
            return try visit.accountPage(page, here: here, status: .unprocessableContent)
        }
        return try await visit.answeringTooMany(page, here: here) {
            do {
                let credentials = try await parts.identity.passFactor.run(
                    cookie: visit.context.arrival.cookie(CredentialCheck.accountCookie) ?? "", code: entry.code,
                    visit.context.arrival.place, requestID: visit.context.requestID, in: visit.scope)
                return Answer.leading(to: entry.next.target ?? visit.paths.account(.trips)).signedIn(credentials)
            } catch IdentityError.codeWrong {
                let page = form(entry, visit, error: visit.words("problem.auth.code_wrong.detail"))
                return try visit.accountPage(page, here: here, status: .unprocessableContent)
            } catch IdentityError.logInFailed {
                // The ten minutes, or the tries, are over: the password is asked for again.
                let again = SitePaths.with(
                    visit.paths.signIn, [(Told.field, Told.over.rawValue)] + entry.next.fields)
                return Answer.leading(to: again).setting(.expired(CredentialCheck.accountCookie))
            }
        }
    }

    private func form(_ entry: Entry, _ visit: Visit, error: String? = nil) -> FormPage {
        let fields = [visit.codeField(error: error, hint: visit.words("account.code_hint"))]
        var page = FormPage(title: visit.words("account.code_title"), lead: visit.words("account.code_lead"))
        page.errors = ErrorSummary(of: fields)
        page.form = FormTarget(visit.paths.code, hidden: visit.hidden(entry.next.fields))
        page.fields = fields
        page.submit = visit.words("account.sign_in")
        page.links = [Link(visit.words("account.other_account"), entry.next.kept(by: visit.paths.signIn))]
        return page
    }
}
