import HTTPTypes
import Identity
import Localization
import Vocabulary
import Web

/// Joining the staff by the link of an invitation. Who has no account here yet chooses a name and a password.
struct InvitationRoutes: Sendable {
    struct Entry: TypedInput {
        let letter: LetterEntry
        let name: String
        let password: String

        static let typed = LetterEntry.typed + [AccountFields.name, AccountFields.password]

        init(_ typed: TypedFields) {
            letter = LetterEntry(typed)
            name = typed["name"]
            password = typed["password"]
        }
    }

    let parts: StorefrontParts

    /// Where the staff works; whoever is not signed in is asked to on the way.
    private static let staffPath = "/admin"
    private static let here = "/invitation"

    var routes: [Route] {
        [
            Route(
                .get, "/{locale}/invitation", .anyone, "Asks whether to join the staff", gives: [.html()],
                refuses: [.init(410, "auth.link_expired")], options: .page
            ) { (entry: LetterEntry, context: VisitorContext) in
                let visit = Visit(context, parts)
                guard let found = try await parts.identity.staff.look(entry.token, in: visit.scope) else {
                    return try visit.linkOver(again: nil)
                }
                return try visit.accountPage(form(found, entry, visit), here: entry.here(Self.here))
            },
            Route(
                .post, "/{locale}/invitation", .anyone, "Join the staff", gives: [.redirect()],
                refuses: [.init(410, "auth.link_expired"), .init(503, "overload")], options: .page
            ) { (entry: Entry, context: VisitorContext) in
                try await accept(entry, Visit(context, parts))
            },
        ]
    }

    private func accept(_ entry: Entry, _ visit: Visit) async throws -> Answer {
        guard let found = try await parts.identity.staff.look(entry.letter.token, in: visit.scope) else {
            return try visit.linkOver(again: nil)
        }
        let name = PersonNameRule.check(entry.name)
        var faults: [String: String] = [:]
        if !found.hasAccount {
            faults["name"] = name.fault.map(visit.fault)
            faults["password"] = visit.fault(in: entry.password, of: AccountFields.password)
        }
        let here = entry.letter.here(Self.here)
        let page = form(found, entry.letter, visit, name: entry.name, faults)
        guard faults.isEmpty else { return try visit.accountPage(page, here: here, status: .unprocessableContent) }
        return try await visit.answeringTooMany(page, here: here) {
            do {
                _ = try await parts.identity.staff.accept(
                    InviteStaff.Acceptance(
                        token: entry.letter.token, name: found.hasAccount ? nil : name.value,
                        password: found.hasAccount ? nil : entry.password),
                    visit.actor, in: visit.scope)
                return .leading(to: Self.staffPath)
            } catch IdentityError.invalid(let found) {
                var page = page
                let fields = page.fields.map { field in
                    field.name == "password"
                        ? visit.passwordField(isNew: true, error: found.first.map(visit.fault)) : field
                }
                page.fields = fields
                page.errors = ErrorSummary(of: fields)
                return try visit.accountPage(page, here: here, status: .unprocessableContent)
            } catch IdentityError.linkExpired {
                return try visit.linkOver(again: nil)
            }
        }
    }

    private func form(
        _ found: (invitation: Invitation, hasAccount: Bool), _ entry: LetterEntry, _ visit: Visit, name: String = "",
        _ faults: [String: String] = [:]
    ) -> FormPage {
        let words = visit.words
        let fields =
            found.hasAccount
            ? []
            : [
                visit.nameField(name, error: faults["name"]),
                visit.passwordField(isNew: true, error: faults["password"]),
            ]
        var page = FormPage(
            title: words("invitation.title", ["brand": .text(visit.brand)]),
            lead: words(found.hasAccount ? "invitation.lead_known" : "invitation.lead_new"))
        page.facts = [
            Fact(words("account.email"), found.invitation.email.description),
            Fact(words("invitation.role"), words("mail.role.\(found.invitation.role.rawValue)")),
        ]
        page.errors = ErrorSummary(of: fields)
        page.form = FormTarget(visit.paths.invitation, hidden: visit.hidden([("token", entry.token)]))
        page.fields = fields
        page.submit = words("invitation.submit")
        return page
    }
}
