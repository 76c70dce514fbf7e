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
                gives: [.other("application/octet-stream", "The file, for good.")],
                refuses: [.init(404, "route.unknown")], options: .desk
            ) { (input: DeskFileInput, context: PlatformFileContext) in
                guard let asset = parts.shelf.asset(fileName: input.file) else { throw Problem.routeUnknown }
                return asset.answer(for: context.arrival.head.headerFields)
            },
            Route(
                .get, "/sign-in", .anyone, "Where operators sign in", gives: [.html()], options: .desk
            ) { (input: DoorInput, context: PlatformPageContext) in
                try page(Attempt(next: input.next), context)
            },
            Route(
                .post, "/sign-in", .anyone, "Sign in as an operator: password and code, always both",
                gives: [.redirect(.seeOther, "To the console.")],
                refuses: [.init(401, "auth.failed"), .init(503, "overload")], options: .desk
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

    private struct Attempt {
        var email = ""
        var next: String?
        var faults: [String: String] = [:]
        var refusal: String?
        var status = HTTPResponse.Status.ok
    }

    private func signIn(
        _ input: Submission<SignInInput>, _ context: PlatformPageContext
    ) async throws -> Answer {
        let words = parts.catalogues.translator(context.locale)
        let told = ProblemWords(words)
        let typed = input.entered
        let next = typed.typed("next")
        switch input.result {
        case .failure(let faults):
            let named = faults.faults.map { fault in
                (fault.pointer.split(separator: "/").last.map(String.init) ?? "", told.detail(of: fault))
            }
            return try page(
                Attempt(
                    email: typed.typed("email"), next: next, faults: Dictionary(named) { first, _ in first },
                    status: .unprocessableContent), context)
        case .success(let form):
            do {
                let signedIn = try await parts.identity.operators.signIn(
                    form.email, password: form.password, code: form.code, context.arrival.place,
                    requestID: context.arrival.requestID)
                return Answer.redirect(to: Self.way(next)).setting(
                    Cookie(
                        CredentialCheck.operatorCookie, signedIn.token.description, maxAgeSeconds: signedIn.seconds,
                        sameSite: .strict))
            } catch let error as any ProblemSource where error.problem.status == 401 {
                return try page(
                    Attempt(
                        email: form.email.description, next: next, refusal: words("desk.sign_in.refused"),
                        status: .unauthorized), context)
            }
        }
    }

    /// Only back into the console, wherever the address came from.
    private static func way(_ next: String) -> String {
        next == DeskPart.home || next.hasPrefix(DeskPart.home + "/") || next.hasPrefix(DeskPart.home + "?")
            ? next : DeskPart.home
    }

    private func page(_ attempt: Attempt, _ context: PlatformPageContext) throws -> Answer {
        let words = parts.catalogues.translator(context.locale)
        let fields = [
            FormField(
                name: "email", label: words("desk.sign_in.email"), kind: .line("email"), value: attempt.email,
                error: attempt.faults["email"], autocomplete: "username", max: EmailAddress.lengthMax, isCode: true),
            FormField(
                name: "password", label: words("desk.sign_in.password"), kind: .line("password"),
                error: attempt.faults["password"], autocomplete: "current-password", max: SignInInput.passwordMax),
            FormField(
                name: "code", label: words("desk.sign_in.code"), hint: words("desk.sign_in.code_hint"),
                error: attempt.faults["code"], autocomplete: "one-time-code", max: SignInInput.codeMax, isCode: true),
        ]
        let form = PageForm(
            action: DeskPart.signIn,
            hidden: attempt.next.map { [PageForm.Hidden(SignInNeeded.nextField, Self.way($0))] } ?? [],
            fields: fields, submit: words("desk.sign_in.submit"), faults: [attempt.refusal].compactMap(\.self))
        return try Document(
            house: parts.house(words), words: words, title: words("desk.sign_in.title"),
            lead: words("desk.sign_in.lead"), blocks: [.form(form)]
        ).answer(parts.templates, status: attempt.status)
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

    static let passwordMax = 200
    /// Digits of an authenticator, or a recovery code.
    static let codeMax = 24

    static let form = Form(
        "OperatorSignIn", Field("email", .email), Field("password", .text(max: passwordMax, [])),
        Field("code", .text(max: codeMax)),
        Field(SignInNeeded.nextField, .text(min: 0, max: DoorInput.nextMax, [])).optional
    ) { SignInInput(email: $0, password: $1, code: $2, next: $3) }
}
