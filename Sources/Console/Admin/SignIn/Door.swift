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
        let form = EditForm(
            action: "/admin/sign-in", token: context.formToken,
            lines: [
                .init(
                    name: "email", label: words("console.sign_in.email"),
                    kind: .input(type: "email", autocomplete: "username"), values: [email], isRequired: true,
                    direction: "ltr", lengthMax: EmailAddress.lengthMax),
                .init(
                    name: "password", label: words("console.sign_in.password"),
                    kind: .input(type: "password", autocomplete: "current-password"), isRequired: true,
                    direction: "ltr", lengthMax: 1_024),
            ], submit: words("console.sign_in.submit"))
        return try page(
            words("console.sign_in.title"), words("console.sign_in.lead"), form, typed, next, refusal)
    }

    func codePage(
        typed: TypedForm = TypedForm(), next: String? = nil, refusal: IdentityError? = nil
    ) throws -> Answer {
        let form = EditForm(
            action: "/admin/sign-in/code", token: context.formToken,
            lines: [
                .init(
                    name: "code", label: words("console.sign_in.code"),
                    kind: .input(type: "text", autocomplete: "one-time-code"), hint: words("console.sign_in.code_hint"),
                    isRequired: true, direction: "ltr", lengthMax: 40)
            ], submit: words("console.sign_in.submit"),
            cancel: (words("console.sign_in.again"), "/admin/sign-in"))
        return try page(words("console.sign_in.code_title"), nil, form, typed, next, refusal)
    }

    private func page(
        _ title: String, _ lead: String?, _ form: EditForm, _ typed: TypedForm, _ next: String?,
        _ refusal: IdentityError?
    ) throws -> Answer {
        let spoken = ProblemWords(words)
        var form = form
        if typed.isRight == false { form.lines = form.lines.map { typed.filled($0, spoken) } }
        // What was typed as a password is not shown again.
        for index in form.lines.indices where form.lines[index].name == "password" { form.lines[index].values = [] }
        if let next = next ?? typed.value("next") { form.hidden.append((SignInNeeded.nextField, next)) }
        var faults = typed.summary(of: form.lines, spoken)
        if let refusal { faults.append((text: spoken.title(of: refusal.problem), url: nil)) }
        let told = faults.isEmpty ? [] : [Block.faults(words("console.form.faults"), faults)]
        let status: HTTPResponse.Status =
            refusal.map { .init(code: $0.problem.status) } ?? (faults.isEmpty ? .ok : .unprocessableContent)
        let frame = Frame(parts: parts, profile: context.profile, words: words, person: nil)
        return try frame.page(title, lead: lead, status: status, told + [.form(form)]).varying(.acceptLanguage)
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
