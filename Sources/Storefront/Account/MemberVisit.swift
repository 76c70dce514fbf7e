import Foundation
import HTTPTypes
import Identity
import Localization
import Tenancy
import Vocabulary
import Web

/// A visit of somebody who is signed in, with the account as it stands.
struct MemberVisit: Sendable {
    let visit: Visit
    let context: MemberPageContext
    let account: Account

    init(_ context: MemberPageContext, _ parts: StorefrontParts) async throws {
        self.context = context
        visit = Visit(context.visitor, parts)
        account = try await parts.identity.read.one(context.account, in: context.scope)
    }

    var words: Translator { visit.words }
    var identity: IdentityFeature { visit.parts.identity }
    var isImpersonated: Bool { context.caller.impersonator != nil }

    /// A form of the account's with its menu beside it. Whoever acts as the account is told that the form is not for
    /// them, where it is `own`.
    func form(_ page: AccountPage, isOwn: Bool = false) -> FormPage {
        var form = FormPage(title: words("account.page.\(page.rawValue)"))
        form.menu = visit.accountLinks(current: page)
        form.form = FormTarget(visit.paths.account(page), hidden: visit.hidden())
        form.notices = notices(isOwn: isOwn)
        return form
    }

    func notices(isOwn: Bool = false) -> [Notice] {
        isOwn && isImpersonated ? [Notice(.warning, words("problem.auth.impersonating.detail"))] : []
    }

    func answer(_ form: FormPage, _ page: AccountPage, status: HTTPResponse.Status = .ok) throws -> Answer {
        try visit.accountPage(form, here: page.here, status: status)
    }

    /// An account that was made by another's (OpenID) has no password to ask for; a letter lets choose one.
    var passwordLinks: [Link] {
        account.hasPassword ? [] : [Link(words("account.no_password"), visit.paths.forgot)]
    }

    /// The page again, with the fault beside the field, where the password was not the account's.
    func answeringPassword(
        _ form: FormPage, _ page: AccountPage, _ body: () async throws -> Answer
    ) async throws -> Answer {
        try await visit.answeringTooMany(form, here: page.here) {
            do {
                return try await body()
            } catch IdentityError.passwordWrong {
                return try answer(
                    wrong(form, "password", words("problem.auth.password_wrong.detail")), page,
                    status: .unprocessableContent)
            }
        }
    }

    /// The form with a fault at one of its fields.
    func wrong(_ form: FormPage, _ name: String, _ error: String?) -> FormPage {
        var form = form
        form.fields = form.fields.map { $0.name == name ? $0.wrong(error) : $0 }
        form.errors = ErrorSummary(of: form.fields)
        return form
    }
}

extension Field {
    func wrong(_ error: String?) -> Field {
        Field(
            id: id, name: name, label: label, type: type, value: value, hint: hint, error: error,
            autocomplete: autocomplete, inputMode: inputMode, required: required, maxLength: maxLength,
            direction: direction)
    }
}
