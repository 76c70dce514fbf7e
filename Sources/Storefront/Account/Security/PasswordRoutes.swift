import HTTPTypes
import Identity
import Localization
import Vocabulary
import Web

/// Another password for an account; every other device is signed out.
struct PasswordRoutes: Sendable {
    struct Entry: TypedInput {
        let old: String
        let new: String

        static let typed = [AccountFields.password, AccountFields.newPassword]

        init(_ typed: TypedFields) {
            old = typed["password"]
            new = typed["new_password"]
        }
    }

    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(
                .get, "/{locale}/account/password", .member, "The form for another password", gives: [.html()],
                options: .page
            ) { (_: NoInput, context: MemberPageContext) in
                let member = try await MemberVisit(context, parts)
                return try member.answer(form(member), .password)
            },
            Route(
                .post, "/{locale}/account/password", .member, "Choose another password", gives: [.redirect()],
                refuses: [.init(429, "attempts.too_many"), .init(503, "overload")], options: .page
            ) { (entry: Entry, context: MemberPageContext) in
                let member = try await MemberVisit(context, parts)
                return try await change(entry, member)
            },
        ]
    }

    private func change(_ entry: Entry, _ member: MemberVisit) async throws -> Answer {
        var page = form(member)
        page.fields = zip(page.fields, zip(Entry.typed, [entry.old, entry.new])).map { field, typed in
            field.wrong(member.visit.fault(in: typed.1, of: typed.0))
        }
        page.errors = ErrorSummary(of: page.fields)
        guard page.errors == nil else { return try member.answer(page, .password, status: .unprocessableContent) }
        return try await member.answeringPassword(page, .password) {
            do {
                try await parts.identity.change.password(
                    member.account.id, from: entry.old, to: entry.new, keeping: member.context.caller.session,
                    member.visit.actor, in: member.context.scope)
                return .leading(to: Told.password.on(member.visit.paths.account(.security)))
            } catch IdentityError.invalid(let faults) {
                let wrong = member.wrong(page, "new_password", faults.first.map(member.visit.fault))
                return try member.answer(wrong, .password, status: .unprocessableContent)
            }
        }
    }

    private func form(_ member: MemberVisit) -> FormPage {
        var page = member.form(.password, isOwn: true)
        page.lead = member.words("account.password_lead")
        page.fields = [
            member.visit.passwordField(label: "account.password_now"),
            member.visit.passwordField("new_password", label: "account.new_password", isNew: true),
        ]
        page.submit = member.words("account.password_submit")
        page.links = member.passwordLinks
        return page
    }
}
