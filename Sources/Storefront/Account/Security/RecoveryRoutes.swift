import HTTPTypes
import Identity
import Localization
import Vocabulary
import Web

/// Recovery codes made anew while the second factor stays on, for whoever has used them up or lost the paper.
struct RecoveryRoutes: Sendable {
    struct Entry: TypedInput {
        let password: String
        let code: String

        static let typed = [AccountFields.password, AccountFields.code]

        init(_ typed: TypedFields) {
            password = typed["password"]
            code = typed["code"]
        }
    }

    static let path = "/codes"

    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(
                .get, "/{locale}/account/factor/codes", .member, "The form for new recovery codes",
                gives: [.html(), .redirect()], options: .page
            ) { (_: NoInput, context: MemberPageContext) in
                let member = try await MemberVisit(context, parts)
                // Whoever has none yet is led to where it begins.
                guard member.account.hasFactor else { return .leading(to: member.visit.paths.account(.factor)) }
                return try member.answer(form(member), .factor)
            },
            Route(
                .post, "/{locale}/account/factor/codes", .member, "Make new recovery codes; they are shown this once",
                gives: [.html()],
                refuses: [.init(409, "factor.off"), .init(429, "attempts.too_many"), .init(503, "overload")],
                options: .page
            ) { (entry: Entry, context: MemberPageContext) in
                try await renew(entry, try await MemberVisit(context, parts))
            },
        ]
    }

    private func form(_ member: MemberVisit) -> FormPage {
        let (visit, words) = (member.visit, member.words)
        var page = member.form(.factor, isOwn: true)
        page.lead = words("account.recovery_renew_lead")
        page.form = FormTarget(visit.paths.account(.factor) + Self.path, hidden: visit.hidden())
        page.fields = [visit.passwordField(), visit.codeField(hint: words("account.recovery_code_hint"))]
        page.submit = words("account.recovery_renew")
        page.links = member.passwordLinks
        return page
    }

    private func renew(_ entry: Entry, _ member: MemberVisit) async throws -> Answer {
        var page = form(member)
        page.fields = zip(page.fields, zip(Entry.typed, [entry.password, entry.code])).map { field, typed in
            field.wrong(member.visit.fault(in: typed.1, of: typed.0))
        }
        page.errors = ErrorSummary(of: page.fields)
        guard page.errors == nil else { return try member.answer(page, .factor, status: .unprocessableContent) }
        return try await member.answeringPassword(page, .factor) {
            do {
                let codes = try await parts.identity.factor.renewCodes(
                    member.account.id, password: entry.password, typed: entry.code, member.visit.actor,
                    in: member.visit.scope)
                return try member.recovery(codes)
            } catch IdentityError.codeWrong {
                let wrong = member.wrong(page, "code", member.words("problem.auth.code_wrong.detail"))
                return try member.answer(wrong, .factor, status: .unprocessableContent)
            }
        }
    }
}

extension MemberVisit {
    /// Codes that no page shows again.
    func recovery(_ codes: [RecoveryCode]) throws -> Answer {
        let page = RecoveryPage(
            title: words("account.recovery_title"), menu: visit.accountLinks(current: .factor),
            codes: codes.map(\.description), account: account.email.description, doneURL: visit.paths.account(.security)
        )
        return try visit.accountPage(named: RecoveryPage.template, page, page.title, here: AccountPage.factor.here)
    }
}
