import HTTPTypes
import Identity
import Localization
import Vocabulary
import Web

/// The way in and out, the files, and the page that an operator begins at.
struct DeskDoor: Sendable {
    let parts: DeskParts

    var routes: [Route] {
        [
            Route(
                .get, "/desk/assets/{file*}", .anyone, "A file of the operators' console",
                gives: RouteOutput.file("The file, for good."),
                refuses: [.init(404, "route.unknown")], options: .desk
            ) { (input: DeskFileInput, context: PlatformFileContext) in
                guard let asset = parts.shelf.asset(fileName: input.file) else { throw Problem.routeUnknown }
                return asset.answer(for: context.arrival.head.headerFields)
            },
            Route(
                .get, "/sign-in", .anyone, "Where operators sign in", gives: [.html()], options: .desk
            ) { (input: DoorInput, context: PlatformPageContext) in
                try page(next: input.next, context)
            },
            Route(
                .post, "/sign-in", .anyone, "Sign in as an operator: password and code, always both",
                gives: [.redirect(.seeOther, "To the console.")],
                refuses: [.init(401, "auth.failed"), .init(429, "attempts.too_many"), .init(503, "overload")],
                options: .desk
            ) { (input: Submission<SignInInput>, context: PlatformPageContext) in try await signIn(input, context) },
            Route(
                .post, "/sign-out", .operate(.operators), "End this session",
                gives: [.redirect(.seeOther, "To the sign-in page.")], options: .desk
            ) { (_: NoInput, context: OperatorPageContext) in
                try await parts.identity.operators.signOut(context.caller, actor: context.auditActor)
                return Answer.redirect(to: DeskPart.signIn).setting(.expired(CredentialCheck.operatorCookie))
            },
        ]
    }

    private func signIn(
        _ input: Submission<SignInInput>, _ context: PlatformPageContext
    ) async throws -> Answer {
        let typed = TypedForm(input)
        guard case .success(let form) = input.result else {
            return try page(typed, status: .unprocessableContent, context)
        }
        do {
            let signedIn = try await parts.identity.operators.signIn(
                form.email, password: form.password, code: form.code, context.arrival.place,
                requestID: context.arrival.requestID)
            return Answer.redirect(to: Self.way(form.next ?? "")).setting(
                Cookie(
                    CredentialCheck.operatorCookie, signedIn.token.description, maxAgeSeconds: signedIn.seconds,
                    sameSite: .strict))
        } catch let error as any ProblemSource where error.problem.status == 401 {
            return try page(typed, isRefused: true, status: .unauthorized, context)
        }
    }

    /// Only back into the console, wherever the address came from.
    private static func way(_ next: String) -> String {
        next == DeskPart.home || next.hasPrefix(DeskPart.home + "/") || next.hasPrefix(DeskPart.home + "?")
            ? next : DeskPart.home
    }

    private func page(
        _ typed: TypedForm = TypedForm(), next: String? = nil, isRefused: Bool = false,
        status: HTTPResponse.Status = .ok, _ context: PlatformPageContext
    ) throws -> Answer {
        let words = parts.catalogues.translator(context.locale)
        let way = PageForm.Hidden(SignInNeeded.nextField, Self.way(next ?? typed.value("next") ?? ""))
        let form = PageForm(
            action: DeskPart.signIn, hidden: [way],
            fields: [
                FormField(
                    name: "email", label: words("desk.sign_in.email"), kind: .line("email"), autocomplete: "email",
                    max: EmailAddress.lengthMax, isCode: true),
                FormField(
                    name: "password", label: words("desk.sign_in.password"), kind: .line("password"),
                    autocomplete: "current-password", max: PasswordRule.typedMax),
                FormField(
                    name: "code", label: words("desk.sign_in.code"),
                    hint: words("desk.sign_in.code_hint"), autocomplete: "one-time-code", max: SignInInput.codeMax,
                    isCode: true),
            ], submit: words("desk.sign_in.submit"), faults: isRefused ? [words("desk.sign_in.refused")] : [])
        return try Document(
            house: parts.house(words), words: words, title: words("desk.sign_in.title"),
            lead: words("desk.sign_in.lead"), blocks: [.form(typed.filled(form, ProblemWords(words)))]
        ).answer(parts.templates, status: status)
    }
}

struct DeskFileInput: Input {
    let file: String

    static let form = Form(Field("file", .text(max: 200, []))) { DeskFileInput(file: $0) }
}

/// Where to go on after signing in.
struct DoorInput: Input {
    let next: String?

    static let nextMax = 512
    static let form = Form(Field(SignInNeeded.nextField, .text(min: 0, max: nextMax, [])).optional) {
        DoorInput(next: $0)
    }
}

struct SignInInput: Input {
    let email: EmailAddress
    let password: String
    let code: String
    let next: String?

    /// Digits of an authenticator, or a recovery code.
    static let codeMax = 24

    static let form = Form(
        "OperatorSignIn", Field("email", .email), Field("password", .text(max: PasswordRule.typedMax, [])),
        Field("code", .text(max: codeMax)),
        Field(SignInNeeded.nextField, .text(min: 0, max: DoorInput.nextMax, [])).optional
    ) { SignInInput(email: $0, password: $1, code: $2, next: $3) }
}
