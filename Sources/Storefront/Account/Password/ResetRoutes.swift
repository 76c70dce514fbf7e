import HTTPTypes
import Identity
import Localization
import Vocabulary
import Web

/// Choosing a new password by the link of a letter.
struct ResetRoutes: Sendable {
    struct Entry: TypedInput {
        let letter: LetterEntry
        let password: String

        static let typed = LetterEntry.typed + [AccountFields.password]

        init(_ typed: TypedFields) {
            letter = LetterEntry(typed)
            password = typed["password"]
        }
    }

    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(
                .get, "/{locale}/reset", .anyone, "The form for a new password", gives: [.html()],
                refuses: [.init(410, "auth.link_expired")], options: .page
            ) { (entry: LetterEntry, context: VisitorContext) in
                let visit = Visit(context, parts)
                guard try await parts.identity.reset.isGood(entry.token, in: visit.scope) else {
                    return try over(visit)
                }
                return try visit.accountPage(form(entry, visit), here: entry.here("/reset"))
            },
            Route(
                .post, "/{locale}/reset", .anyone, "Choose a new password; every device is signed out",
                gives: [.redirect()], refuses: [.init(410, "auth.link_expired"), .init(503, "overload")],
                options: .page
            ) { (entry: Entry, context: VisitorContext) in
                try await choose(entry, Visit(context, parts))
            },
        ]
    }

    private func choose(_ entry: Entry, _ visit: Visit) async throws -> Answer {
        let here = entry.letter.here("/reset")
        let page = form(entry.letter, visit, error: visit.fault(in: entry.password, of: AccountFields.password))
        guard page.errors == nil else { return try visit.accountPage(page, here: here, status: .unprocessableContent) }
        return try await visit.answeringTooMany(page, here: here) {
            do {
                try await parts.identity.reset.run(
                    entry.letter.token, password: entry.password, visit.actor, in: visit.scope)
                return Answer.leading(to: Told.reset.on(visit.paths.signIn)).signedOut()
            } catch IdentityError.invalid(let found) {
                let page = form(entry.letter, visit, error: found.first.map(visit.fault))
                return try visit.accountPage(page, here: here, status: .unprocessableContent)
            } catch IdentityError.linkExpired {
                return try over(visit)
            }
        }
    }

    private func form(_ entry: LetterEntry, _ visit: Visit, error: String? = nil) -> FormPage {
        let fields = [visit.passwordField(label: "account.new_password", isNew: true, error: error)]
        var page = FormPage(title: visit.words("account.reset_title"), lead: visit.words("account.reset_lead"))
        page.errors = ErrorSummary(of: fields)
        page.form = FormTarget(visit.paths.reset, hidden: visit.hidden([("token", entry.token)]))
        page.fields = fields
        page.submit = visit.words("account.password_submit")
        return page
    }

    private func over(_ visit: Visit) throws -> Answer {
        try visit.linkOver(again: Link(visit.words("account.forgot"), visit.paths.forgot))
    }
}
