import HTTPTypes
import Identity
import Localization
import Vocabulary
import Web

/// Proving the new address of an account. Whoever reads that mailbox need not be signed in.
struct ConfirmEmailRoutes: Sendable {
    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(
                .get, "/{locale}/confirm-email", .anyone, "Asks whether to use the address that a letter came to",
                gives: [.html()], refuses: [.init(410, "auth.link_expired")], options: .page
            ) { (entry: LetterEntry, context: VisitorContext) in
                let visit = Visit(context, parts)
                guard try await parts.identity.change.isGood(entry.token, in: visit.scope) else {
                    return try visit.linkOver(again: nil)
                }
                var page = FormPage(
                    title: visit.words("account.confirm_email_title"), lead: visit.words("account.confirm_email_lead"))
                page.form = FormTarget(visit.paths.confirmEmail, hidden: visit.hidden([("token", entry.token)]))
                page.submit = visit.words("account.confirm_email_submit")
                return try visit.accountPage(page, here: entry.here("/confirm-email"))
            },
            Route(
                .post, "/{locale}/confirm-email", .anyone, "Use the address that the letter came to",
                gives: [.redirect()], refuses: [.init(410, "auth.link_expired"), .init(409, "account.email_taken")],
                options: .page
            ) { (entry: LetterEntry, context: VisitorContext) in
                let visit = Visit(context, parts)
                do {
                    try await parts.identity.change.confirmEmail(
                        entry.token, visit.actor, in: visit.scope)
                } catch IdentityError.linkExpired {
                    return try visit.linkOver(again: nil)
                }
                let isSignedIn = visit.caller?.account != nil
                return .leading(to: Told.email.on(isSignedIn ? visit.paths.account(.profile) : visit.paths.signIn))
            },
        ]
    }
}
