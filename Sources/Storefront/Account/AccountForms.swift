import HTTPTypes
import Identity
import Localization
import Vocabulary
import Web

/// Fields that the pages of accounts share, their faults, and how such a page is answered.
extension Visit {
    func emailField(_ value: String, error: String? = nil, label: String = "account.email", hint: String? = nil)
        -> Field
    {
        Field(
            id: "email", name: "email", label: words(label), type: "email", value: value, hint: hint, error: error,
            autocomplete: "email", inputMode: "email", maxLength: AccountFields.email.lengthMax, direction: "ltr")
    }

    func nameField(_ value: String, error: String? = nil) -> Field {
        Field(
            id: "name", name: "name", label: words("account.name"), value: value, hint: words("account.name_hint"),
            error: error, autocomplete: "name", maxLength: AccountFields.name.lengthMax, direction: "auto")
    }

    /// Never filled in again: a password does not travel back.
    func passwordField(
        _ name: String = "password", label: String = "account.password", isNew: Bool = false, error: String? = nil
    ) -> Field {
        Field(
            id: name.replacing("_", with: "-"), name: name, label: words(label), type: "password",
            hint: isNew ? words("account.password_hint", ["min": .number(PasswordRule.lengthMin)]) : nil, error: error,
            autocomplete: isNew ? "new-password" : "current-password", maxLength: AccountFields.password.lengthMax,
            direction: "ltr")
    }

    func codeField(error: String? = nil, hint: String? = nil) -> Field {
        Field(
            id: "code", name: "code", label: words("account.code"), hint: hint, error: error,
            autocomplete: "one-time-code", maxLength: AccountFields.code.lengthMax, direction: "ltr")
    }

    /// What the typed text lacks as an address.
    func emailFault(_ typed: String) -> String? {
        if typed.isEmpty { return fault(.init("", "required")) }
        return EmailAddress(typed) == nil ? fault(.init("", "email")) : nil
    }

    /// What is wrong with what was typed into a field that has to be filled in, by its declaration.
    func fault(in typed: String, of field: TypedField) -> String? {
        typed.isEmpty ? fault(.init("", "required")) : field.fault(in: typed).map(fault)
    }

    /// A page about one person: nobody else finds it, and nothing keeps it.
    func accountPage(_ page: FormPage, here: String, status: HTTPResponse.Status = .ok) throws -> Answer {
        try accountPage(named: FormPage.template, page, page.title, here: here, status: status)
    }

    func accountPage(
        named template: String, _ page: any PageModel, _ title: String, here: String, status: HTTPResponse.Status = .ok
    ) throws -> Answer {
        var answer = try self.page(
            named: template, page, PageSheet(title, here: here, isHidden: true), status: status)
        answer.cache = .never
        return answer
    }

    /// The same page again where the caller came too often, with when to come back; any other problem is thrown on.
    func answeringTooMany(_ page: FormPage, here: String, _ body: () async throws -> Answer) async throws -> Answer {
        do {
            return try await body()
        } catch let problem as Problem where problem.status == 429 {
            var page = page
            let told = ProblemWords(words)
            page.notices = [Notice(.warning, told.detail(of: problem) ?? told.title(of: problem))]
            page.errors = nil
            var answer = try accountPage(page, here: here, status: .tooManyRequests)
            if let seconds = problem.retryAfterSeconds { answer.headers[.retryAfter] = String(seconds) }
            return answer
        }
    }
}

extension Answer {
    /// Goes on to what follows from a deed of somebody's.
    static func leading(to target: String) -> Answer {
        var answer = Answer.redirect(to: target)
        answer.cache = .never
        return answer
    }

    /// The browser is signed in, or waits for its code.
    func signedIn(_ credentials: Credentials) -> Answer {
        guard case .browser(let cookie, let seconds, _, _) = credentials else { return self }
        return setting(Cookie(CredentialCheck.accountCookie, cookie, maxAgeSeconds: seconds))
    }

    /// The browser forgets who it was, with the bookings that it could open: the next at it may be somebody else.
    func signedOut() -> Answer {
        setting(.expired(CredentialCheck.accountCookie)).setting(.expired(BookingSeal.cookieName))
    }
}

/// The way back that a sign-in page was given: a page of this host, or none.
struct NextPage: Sendable, Hashable {
    static let lengthMax = 512

    let target: String?

    init(_ typed: String) {
        target = typed.utf8.count <= Self.lengthMax && Answer.isLocal(typed) ? typed : nil
    }

    /// `path` with the way back in it.
    func kept(by path: String) -> String {
        SitePaths.with(path, fields)
    }

    var fields: [(name: String, value: String)] { target.map { [(SignInNeeded.nextField, $0)] } ?? [] }
}
