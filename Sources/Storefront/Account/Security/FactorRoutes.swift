import HTTPTypes
import Identity
import Localization
import Tenancy
import Vocabulary
import Web

/// The second factor of an account: on by an authenticator's first code, off by the password.
struct FactorRoutes: Sendable {
    struct Entry: TypedInput {
        let code: String
        let password: String

        static let typed = [AccountFields.code, AccountFields.password]

        init(_ typed: TypedFields) {
            code = typed["code"]
            password = typed["password"]
        }
    }

    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(
                .get, "/{locale}/account/factor", .member, "The second factor: on or off", gives: [.html()],
                options: .page
            ) { (_: NoInput, context: MemberPageContext) in
                let member = try await MemberVisit(context, parts)
                return try member.answer(member.account.hasFactor ? off(member) : on(member), .factor)
            },
            Route(
                .post, "/{locale}/account/factor", .member, "Begin a second factor: shows its secret once",
                gives: [.html()], refuses: [.init(409, "factor.already_on")],
                options: .page
            ) { (_: NoInput, context: MemberPageContext) in
                let member = try await MemberVisit(context, parts)
                let begun = try await parts.identity.factor.begin(
                    member.account, issuer: member.visit.brand, member.visit.actor, in: context.scope)
                return try setUp(member, begun)
            },
            Route(
                .post, "/{locale}/account/factor/confirm", .member, "Turn it on by its first code", gives: [.html()],
                refuses: [
                    .init(409, "factor.already_on"), .init(409, "factor.off"),
                ], options: .page
            ) { (entry: Entry, context: MemberPageContext) in
                let member = try await MemberVisit(context, parts)
                return try await confirm(entry, member)
            },
            Route(
                .post, "/{locale}/account/factor/off", .member, "Turn it off", gives: [.redirect()],
                refuses: [
                    .init(409, "factor.off"), .init(429, "attempts.too_many"), .init(503, "overload"),
                ], options: .page
            ) { (entry: Entry, context: MemberPageContext) in
                let member = try await MemberVisit(context, parts)
                return try await end(entry, member)
            },
        ]
    }

    private func on(_ member: MemberVisit) -> FormPage {
        var page = member.form(.factor, isOwn: true)
        page.lead = member.words("account.factor_lead")
        page.submit = member.words("account.factor_begin")
        return page
    }

    private func off(_ member: MemberVisit) -> FormPage {
        var page = member.form(.factor, isOwn: true)
        page.lead = member.words("account.factor_on_lead")
        page.form = FormTarget(member.visit.paths.account(.factor) + "/off", hidden: member.visit.hidden())
        page.fields = [member.visit.passwordField()]
        page.submit = member.words("account.factor_off")
        page.isDangerous = true
        page.links =
            [Link(member.words("account.recovery_renew"), member.visit.paths.account(.factor) + RecoveryRoutes.path)]
            + member.passwordLinks
        return page
    }

    /// Without `begun` the secret was shown before: an authenticator that has it goes on from there.
    private func setUp(
        _ member: MemberVisit, _ begun: SecondFactor.Enrolment? = nil, error: String? = nil,
        status: HTTPResponse.Status = .unprocessableContent
    ) throws -> Answer {
        let (visit, words) = (member.visit, member.words)
        let code = visit.codeField(error: error, hint: words("account.factor_code_hint"))
        let page = FactorPage(
            title: words("account.page.factor"), menu: visit.accountLinks(current: .factor), notices: [],
            errors: ErrorSummary(of: [code]),
            qr: try begun.map { try QRCode($0.address).svg(label: words("account.factor_qr")) },
            secret: begun.map { Self.spaced($0.code.base32) }, address: begun?.address,
            form: FormTarget(visit.paths.account(.factor) + "/confirm", hidden: visit.hidden()), code: code,
            again: FormTarget(visit.paths.account(.factor), hidden: visit.hidden()))
        return try visit.accountPage(
            named: FactorPage.template, page, page.title, here: AccountPage.factor.here,
            status: error == nil ? .ok : status)
    }

    private func confirm(_ entry: Entry, _ member: MemberVisit) async throws -> Answer {
        let visit = member.visit
        if let fault = visit.fault(in: entry.code, of: AccountFields.code) { return try setUp(member, error: fault) }
        do {
            let codes = try await parts.identity.factor.confirm(
                member.account.id, typed: entry.code, visit.actor, in: visit.scope)
            return try member.recovery(codes)
        } catch IdentityError.codeWrong {
            return try setUp(member, error: member.words("problem.auth.code_wrong.detail"))
        } catch let problem as Problem where problem.status == 429 {
            let told = ProblemWords(member.words)
            var answer = try setUp(
                member, error: told.detail(of: problem) ?? told.title(of: problem), status: .tooManyRequests)
            if let seconds = problem.retryAfterSeconds { answer.headers[.retryAfter] = String(seconds) }
            return answer
        }
    }

    private func end(_ entry: Entry, _ member: MemberVisit) async throws -> Answer {
        var page = off(member)
        page.fields = page.fields.map { $0.wrong(member.visit.fault(in: entry.password, of: AccountFields.password)) }
        page.errors = ErrorSummary(of: page.fields)
        guard page.errors == nil else { return try member.answer(page, .factor, status: .unprocessableContent) }
        return try await member.answeringPassword(page, .factor) {
            _ = try await parts.identity.change.proved(
                member.account.id, entry.password, member.visit.actor, in: member.visit.scope)
            try await parts.identity.factor.end(member.account.id, member.visit.actor, in: member.visit.scope)
            return .leading(to: Told.factor.on(member.visit.paths.account(.security)))
        }
    }

    /// In groups of four, as people type from one screen into another.
    private static func spaced(_ secret: String) -> String {
        let letters = Array(secret)
        return stride(from: 0, to: letters.count, by: 4)
            .map { String(letters[$0..<min($0 + 4, letters.count)]) }.joined(separator: " ")
    }
}
