import Foundation
import Vocabulary
import Web

/// What the routes of accounts take.
struct RegisterInput: Input {
    let email: EmailAddress
    let password: String
    let name: String
    let locale: LocaleTag?

    static let form = Form<RegisterInput>(
        "Registration", Field("email", .email), Field("password", .password), Field("name", AccountField.name),
        Field("locale", .locale, "Of letters and pages; the request's unless told.").optional
    ) { RegisterInput(email: $0, password: $1, name: $2, locale: $3) }

    func command(_ fallback: LocaleTag) -> Register.Command {
        Register.Command(email: email, password: password, name: name, locale: locale ?? fallback)
    }
}

enum AccountField {
    static let name = Kind<String>.text(max: Account.nameMax)
    /// Digits of an authenticator, or a recovery code.
    static let code = Kind<String>.text(max: 24)
    static let token = Kind<String>.text(max: 128)
}

struct LogInInput: Input {
    let email: EmailAddress
    let password: String
    let code: String?

    static let form = Form<LogInInput>(
        "LogIn", Field("email", .email), Field("password", .password),
        Field("code", AccountField.code, "Of the second factor, where the account has one.").optional
    ) { LogInInput(email: $0, password: $1, code: $2) }

    func command(_ kind: SessionKind) -> LogIn.Command {
        LogIn.Command(email: email, password: password, code: code, kind: kind)
    }
}

struct TokenInput: Input {
    let token: String

    static let form = Form<TokenInput>("LetterToken", Field("token", AccountField.token, "From the letter's link.")) {
        TokenInput(token: $0)
    }
}

struct RefreshInput: Input {
    let token: String

    static let form = Form<RefreshInput>("Refresh", Field("refresh_token", AccountField.token)) {
        RefreshInput(token: $0)
    }
}

struct EmailInput: Input {
    let email: EmailAddress

    static let form = Form<EmailInput>("Address", Field("email", .email)) { EmailInput(email: $0) }
}

struct ResetInput: Input {
    let token: String
    let password: String

    static let form = Form<ResetInput>(
        "PasswordReset", Field("token", AccountField.token), Field("password", .password)
    ) { ResetInput(token: $0, password: $1) }
}

struct AcceptInput: Input {
    let acceptance: InviteStaff.Acceptance

    static let form = Form<AcceptInput>(
        "Acceptance", Field("token", AccountField.token),
        Field("name", AccountField.name, "With `password`, where there is no account yet.").optional,
        Field("password", .password).optional
    ) { AcceptInput(acceptance: .init(token: $0, name: $1, password: $2)) }
}

struct ProfileInput: Input {
    let name: String
    let locale: LocaleTag

    static let form = Form<ProfileInput>("Profile", Field("name", AccountField.name), Field("locale", .locale)) {
        ProfileInput(name: $0, locale: $1)
    }
}

struct PasswordInput: Input {
    let password: String

    static let form = Form<PasswordInput>("PasswordProof", Field("password", .password)) {
        PasswordInput(password: $0)
    }
}

struct ChangePasswordInput: Input {
    let password: String
    let newPassword: String

    static let form = Form<ChangePasswordInput>(
        "PasswordChange", Field("password", .password), Field("new_password", .password)
    ) { ChangePasswordInput(password: $0, newPassword: $1) }
}

struct ChangeEmailInput: Input {
    let email: EmailAddress
    let password: String

    static let form = Form<ChangeEmailInput>("EmailChange", Field("email", .email), Field("password", .password)) {
        ChangeEmailInput(email: $0, password: $1)
    }
}

struct CodeInput: Input {
    let code: String

    static let form = Form<CodeInput>("Code", Field("code", AccountField.code)) { CodeInput(code: $0) }
}

struct RenewCodesInput: Input {
    let password: String
    let code: String

    static let form = Form<RenewCodesInput>(
        "RecoveryCodesRequest", Field("password", .password), Field("code", AccountField.code)
    ) { RenewCodesInput(password: $0, code: $1) }
}

struct SessionPath: Input {
    let id: UUID

    static let form = Form<SessionPath>("SessionPath", Field("id", .uuid)) { SessionPath(id: $0) }
}
