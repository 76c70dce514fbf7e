import HTTPTypes
import Identity
import Localization
import Vocabulary
import Web

/// The link of a letter, and what a press on its page does: scanners of mail follow links, they press nothing.
struct LetterEntry: TypedInput {
    let token: String

    static let typed = [AccountFields.token]

    init(_ typed: TypedFields) { token = typed["token"] }

    func here(_ page: String) -> String { SitePaths.with(page, [("token", token)]) }
}

/// Proving the address of a new account.
struct VerifyRoutes: Sendable {
    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(
                .get, "/{locale}/verify", .anyone, "Asks whether to open the account that a letter is about",
                gives: [.html()], refuses: [.init(410, "auth.link_expired")], options: .page
            ) { (entry: LetterEntry, context: VisitorContext) in
                let visit = Visit(context, parts)
                guard try await parts.identity.verify.isGood(entry.token, in: visit.scope) else {
                    return try visit.linkOver(again: Link(visit.words("account.register"), visit.paths.register))
                }
                var page = FormPage(
                    title: visit.words("account.verify_title"), lead: visit.words("account.verify_lead"))
                page.form = FormTarget(visit.paths.verify, hidden: visit.hidden([("token", entry.token)]))
                page.submit = visit.words("account.verify_submit")
                return try visit.accountPage(page, here: entry.here("/verify"))
            },
            Route(
                .post, "/{locale}/verify", .anyone, "Open the account and sign in", gives: [.redirect()],
                refuses: [.init(410, "auth.link_expired"), .init(409, "account.email_taken")], options: .page
            ) { (entry: LetterEntry, context: VisitorContext) in
                let visit = Visit(context, parts)
                do {
                    let credentials = try await parts.identity.verify.run(
                        entry.token, .browser, context.arrival.place, requestID: context.requestID, in: visit.scope)
                    return Answer.leading(to: Told.welcome.on(visit.paths.account(.trips))).signedIn(credentials)
                } catch IdentityError.linkExpired {
                    return try visit.linkOver(again: Link(visit.words("account.register"), visit.paths.register))
                }
            },
        ]
    }
}

extension Visit {
    /// What there is behind a link that is used, too old, or cut short.
    func linkOver(again: Link?) throws -> Answer {
        var page = FormPage(
            title: words("problem.auth.link_expired.title"), lead: words("problem.auth.link_expired.detail"))
        page.links = [again, Link(words("account.sign_in"), paths.signIn)].compactMap(\.self)
        return try accountPage(page, here: "/sign-in", status: .gone)
    }
}
