import HTTPTypes
import Identity
import Localization
import Tenancy
import Vocabulary
import Web

/// The pages before the console, in the language that the browser asks for among all that the console speaks.
struct Door: Sendable {
    private let parts: AdminParts
    private let context: VisitorContext
    private let words: Translator

    init(_ context: VisitorContext, _ parts: AdminParts) {
        self.parts = parts
        self.context = context
        words = context.profile.translator(context.arrival.platformLocale)
    }

    func passwordPage(
        typed: TypedForm = TypedForm(), next: String? = nil, email: String = "", refusal: IdentityError? = nil
    ) throws -> Answer {
        let form = PageForm(
            action: "/admin/sign-in", hidden: hidden,
            fields: [
                FormField(
                    name: "email", label: words("console.sign_in.email"), kind: .line("email"), value: email,
                    autocomplete: "email", max: EmailAddress.lengthMax, isCode: true),
                FormField(
                    name: "password", label: words("console.sign_in.password"), kind: .line("password"),
                    autocomplete: "current-password", max: PasswordRule.typedMax, isCode: true),
            ], submit: words("console.sign_in.submit"))
        return try page(
            words("console.sign_in.title"), words("console.sign_in.lead"), form, typed, next, refusal)
    }

    func codePage(
        typed: TypedForm = TypedForm(), next: String? = nil, refusal: IdentityError? = nil
    ) throws -> Answer {
        let form = PageForm(
            action: "/admin/sign-in/code", hidden: hidden,
            fields: [
                FormField(
                    name: "code", label: words("console.sign_in.code"), hint: words("console.sign_in.code_hint"),
                    autocomplete: "one-time-code", max: 40, isCode: true)
            ], submit: words("console.sign_in.submit"),
            cancel: Link(words("console.sign_in.again"), "/admin/sign-in"))
        return try page(words("console.sign_in.code_title"), nil, form, typed, next, refusal)
    }

    private var hidden: [PageForm.Hidden] { [PageForm.Hidden(RequestContent.csrfField, context.formToken)] }

    private func page(
        _ title: String, _ lead: String?, _ form: PageForm, _ typed: TypedForm, _ next: String?,
        _ refusal: IdentityError?
    ) throws -> Answer {
        let spoken = ProblemWords(words)
        var form = typed.isRight ? form : typed.filled(form, spoken)
        if let next = next ?? typed.value("next") { form.hidden.append(.init(SignInNeeded.nextField, next)) }
        if let refusal { form.faults.append(spoken.title(of: refusal.problem)) }
        let status: HTTPResponse.Status =
            refusal.map { .init(code: $0.problem.status) } ?? (typed.isRight ? .ok : .unprocessableContent)
        return try Document(
            house: parts.house(context.profile, words), words: words, title: title, lead: lead, blocks: [.form(form)]
        ).answer(parts.templates, status: status).varying(.acceptLanguage)
    }

    /// The cookie is set, and the way on: to the code where one is asked for.
    func entered(_ credentials: Credentials, next: String?) -> Answer {
        guard case .browser(let cookie, let seconds, _, let needsCode) = credentials else {
            return .redirect(to: "/admin/sign-in")
        }
        var target = SignInRoutes.home(next)
        if needsCode {
            target = "/admin/sign-in/code?\(SignInNeeded.nextField)=\(PercentCoding.encode(target))"
        }
        return Answer.redirect(to: target).setting(
            Cookie(CredentialCheck.accountCookie, cookie, maxAgeSeconds: seconds))
    }
}
