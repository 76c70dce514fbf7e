import HTTPTypes
import Identity
import Localization
import Tenancy
import Vocabulary
import Web

/// Signing in to the console, by password and then by code where the account asks for one, and out of it.
struct SignInRoutes: Sendable {
    let parts: AdminParts

    private static let path = "/admin/sign-in"

    var routes: [Route] {
        [
            Route(
                .get, "/admin/sign-in", .anyone, "The form to sign in to the console", gives: [.html(), .redirect()],
                options: .console
            ) { (input: NextInput, context: VisitorContext) in
                if context.arrival.caller?.isStaff == true { return .redirect(to: Self.home(input.next)) }
                return try Door(context, parts).passwordPage(next: input.next)
            },
            Route(
                .post, "/admin/sign-in", .anyone, "Sign in to the console", gives: [.redirect()],
                refuses: [.init(401, "auth.failed"), .init(429, "attempts.too_many"), .init(503, "overload")],
                options: .console
            ) { (entry: Submission<AdminSignInInput>, context: VisitorContext) in
                try await signIn(entry, context)
            },
            Route(
                .get, "/admin/sign-in/code", .anyone, "The form for the code of the second factor", gives: [.html()],
                options: .console
            ) { (input: NextInput, context: VisitorContext) in try Door(context, parts).codePage(next: input.next) },
            Route(
                .post, "/admin/sign-in/code", .anyone, "Show the code of the second factor", gives: [.redirect()],
                refuses: [.init(401, "auth.code_wrong"), .init(429, "attempts.too_many"), .init(503, "overload")],
                options: .console
            ) { (entry: Submission<CodeInput>, context: VisitorContext) in try await showCode(entry, context) },
            Route(
                .post, "/admin/sign-out", .anyStaff, "Sign out of the console", gives: [.redirect()],
                options: .console.servingImpersonation
            ) { (_: NoInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                if let account = context.caller.account, let session = context.caller.session {
                    try await parts.identity.devices.revoke(session, of: account, seat.actor, in: context.scope)
                }
                return Answer.redirect(to: Self.path).setting(.expired(CredentialCheck.accountCookie))
            },
        ]
    }

    private func signIn(_ entry: Submission<AdminSignInInput>, _ context: VisitorContext) async throws -> Answer {
        let door = Door(context, parts)
        guard case .success(let input) = entry.result else { return try door.passwordPage(typed: TypedForm(entry)) }
        do {
            let credentials = try await parts.identity.logIn.run(
                LogIn.Command(email: input.email, password: input.password, code: nil, kind: .browser),
                context.arrival.place, requestID: context.requestID, in: context.scope)
            return door.entered(credentials, next: input.next)
        } catch IdentityError.logInFailed {
            return try door.passwordPage(next: input.next, email: input.email.description, refusal: .logInFailed)
        }
    }

    private func showCode(_ entry: Submission<CodeInput>, _ context: VisitorContext) async throws -> Answer {
        let door = Door(context, parts)
        guard case .success(let input) = entry.result else { return try door.codePage(typed: TypedForm(entry)) }
        guard let cookie = context.arrival.cookie(CredentialCheck.accountCookie) else {
            return .redirect(to: Self.path)
        }
        do {
            let credentials = try await parts.identity.passFactor.run(
                cookie: cookie, code: input.code, context.arrival.place, requestID: context.requestID,
                in: context.scope)
            return door.entered(credentials, next: input.next)
        } catch IdentityError.codeWrong {
            return try door.codePage(next: input.next, refusal: .codeWrong)
        } catch IdentityError.logInFailed {
            return .redirect(to: Self.path)
        }
    }

    /// Back to where somebody wanted to go, within the console only.
    static func home(_ next: String?) -> String {
        guard let next, next == "/admin" || next.hasPrefix("/admin/") || next.hasPrefix("/admin?"),
            !next.hasPrefix(path), !next.contains("\\"), !next.contains("//")
        else { return "/admin" }
        return next
    }
}

struct NextInput: Input {
    let next: String?

    static let field = Field("next", .text(max: 512), "Where to go on then.").optional
    static let form = Form<NextInput>(field) { NextInput(next: $0) }
}

struct AdminSignInInput: Input {
    let email: EmailAddress
    let password: String
    let next: String?

    static let form = Form<AdminSignInInput>(
        Field("email", .email), Field("password", .text(max: PasswordRule.typedMax, [])), NextInput.field
    ) { AdminSignInInput(email: $0, password: $1, next: $2) }
}

struct CodeInput: Input {
    let code: String
    let next: String?

    static let form = Form<CodeInput>(Field("code", .text(max: 40)), NextInput.field) {
        CodeInput(code: $0, next: $1)
    }
}
