import Foundation
import HTTPTypes
import Logging
import Tenancy
import Vocabulary
import Web

/// The way of a browser to a provider and back. Whatever is wrong, the browser ends on a page of the site, which is
/// told by a code what to say.
extension OpenIDFeature {
    var browserRoutes: [Route] {
        let options = RouteOptions(tag: "auth")
        return [
            Route(
                .get, "/api/auth/oidc/{provider}/start", .anyone,
                "Go to a provider to sign in, or to link one's account",
                gives: [.redirect(.seeOther, "The provider, or the page to begin again at.")], options: options
            ) { (input: StartInput, context: VisitorContext) in await start(input, context) },
            Route(
                .get, "/api/auth/oidc/{provider}/callback", .anyone, "Come back from a provider",
                gives: [.redirect(.seeOther, "Where the way began, or the page that says why not.")], options: options
            ) { (input: ReturnInput, context: VisitorContext) in await finish(input, context) },
            Route(
                .post, "/api/auth/oidc/{provider}/callback", .anyone, "Come back from a provider by its form",
                gives: [
                    .redirect(.seeOther, "The same place by an address, which the browser's cookies come along to.")
                ],
                options: options
            ) { (input: ReturnInput, _: SentBackContext) in Self.onward(input.address) },
        ]
    }

    private func start(_ input: StartInput, _ context: VisitorContext) async -> Answer {
        let locale =
            input.locale.flatMap { wanted in context.profile.definition.locales.first { $0 == wanted } }
            ?? context.locale
        do {
            let linking = try input.isLinking ? Self.linking(input, context) : nil
            let begun = try await begin.run(
                .init(
                    slug: input.provider, base: context.arrival.ownBase, next: input.next, locale: locale,
                    linking: linking), in: context.scope)
            FinishOpenID.count("begun")
            return Answer(.seeOther, headers: [.location: begun.target], cache: .never)
                .setting(Cookie(LogInAttempt.cookieName, begun.cookie, maxAgeSeconds: LogInAttempt.seconds))
        } catch {
            return refused(error, locale, isLinking: input.isLinking, input.provider, context)
        }
    }

    /// Another site's page must not begin to link: the browser could be signed in to the provider as somebody else.
    private static func linking(_ input: StartInput, _ context: VisitorContext) throws -> Caller {
        guard let caller = context.arrival.caller, caller.account != nil else { throw Problem.authRequired }
        try caller.refuseImpersonation()
        guard
            context.arrival.head.headerFields[.fetchSite] == "same-origin"
                || context.accepts(formToken: input.formToken)
        else { throw Problem.csrfInvalid }
        return caller
    }

    private func finish(_ input: ReturnInput, _ context: VisitorContext) async -> Answer {
        let cookie = context.arrival.cookie(LogInAttempt.cookieName)
        let attempt = await attempt(cookie, in: context.scope)
        let locale = context.profile.definition.locales.first { $0.description == attempt?.locale } ?? context.locale
        var answer: Answer
        do {
            let outcome = try await finish.run(
                .init(
                    slug: input.provider, cookie: cookie, state: input.state, code: input.code, error: input.error,
                    issuer: input.issuer, caller: context.arrival.caller), context.arrival.place,
                requestID: context.requestID, in: context.scope)
            answer = Self.arrived(outcome, locale)
        } catch {
            answer = refused(error, locale, isLinking: attempt?.account != nil, input.provider, context)
        }
        // Used up or worthless: either way it opens nothing again.
        return cookie == nil ? answer : answer.setting(.expired(LogInAttempt.cookieName))
    }

    private static func arrived(_ outcome: FinishOpenID.Outcome, _ locale: LocaleTag) -> Answer {
        switch outcome {
        case .linked(let next):
            FinishOpenID.count("linked")
            return onward(next?.text ?? OpenIDPages.account(locale))
        case .signedIn(let credentials, let next):
            guard case .browser(let value, let seconds, _, let needsCode) = credentials else { return onward("/") }
            FinishOpenID.count(needsCode ? "code_asked" : "signed_in")
            let target = needsCode ? OpenIDPages.code(locale, next: next) : next?.text ?? "/\(locale)"
            return onward(target).setting(
                Cookie(CredentialCheck.accountCookie, value, maxAgeSeconds: seconds))
        }
    }

    private static func onward(_ target: String) -> Answer {
        var answer = Answer.redirect(to: target)
        answer.cache = .never
        return answer
    }

    private func refused(
        _ error: any Error, _ locale: LocaleTag, isLinking: Bool, _ slug: String, _ context: VisitorContext
    ) -> Answer {
        let code = (error as? any ProblemSource)?.problem.code ?? (error as? Problem)?.code ?? "server.error"
        FinishOpenID.count(code)
        context.logger.notice(
            "A log-in by a provider was refused", metadata: ["provider": "\(slug)", "code": "\(code)"])
        let page = isLinking && context.arrival.caller != nil ? OpenIDPages.account(locale) : OpenIDPages.signIn(locale)
        return Self.onward("\(page)?problem=\(PercentCoding.encode(code))")
    }
}

/// The pages of the site that the way ends on.
enum OpenIDPages {
    static func signIn(_ locale: LocaleTag) -> String { "/\(locale)/sign-in" }
    static func account(_ locale: LocaleTag) -> String { "/\(locale)/account" }

    static func code(_ locale: LocaleTag, next: LocalPath?) -> String {
        "/\(locale)/sign-in/code" + (next.map { "?\(SignInNeeded.nextField)=\(PercentCoding.encode($0.text))" } ?? "")
    }
}

extension Arrival {
    /// `https://host` that this very request came to: what is bound to a host by a cookie comes back there.
    var ownBase: String {
        let port = origin.authority.flatMap { text -> Int? in
            guard let colon = text.lastIndex(of: ":"), !text[colon...].contains("]") else { return nil }
            return Int(text[text.index(after: colon)...])
        }
        let own = origin.isSecure ? 443 : 80
        return "\(origin.isSecure ? "https" : "http")://\(host.ascii)"
            + (port.map { $0 == own ? "" : ":\($0)" } ?? "")
    }
}

struct StartInput: Input {
    let provider: String
    let next: LocalPath?
    let locale: LocaleTag?
    let isLinking: Bool
    let formToken: String?

    static let form = Form<StartInput>(
        "OpenIDStart", Field("provider", .text(max: 40)),
        Field(
            "next", .text(max: LocalPath.bytesMax, []), "A page of this site to go on at; anything else is forgotten."
        )
        .optional,
        Field("locale", .locale, "Of the pages on the way; the browser's unless told.").optional,
        Field("link", .boolean, "Link the account that is signed in.").or(false),
        Field("csrf_token", .text(max: 128, []), "To link from where no `Sec-Fetch-Site` is sent.").optional
    ) { StartInput(provider: $0, next: $1.flatMap(LocalPath.init), locale: $2, isLinking: $3, formToken: $4) }
}

struct ReturnInput: Input {
    let provider: String
    let state: String?
    let code: String?
    let error: String?
    let issuer: String?

    /// This very return as an address of this site. A browser does not show a form from elsewhere the cookie of who
    /// set out, nor the one of who is signed in; it shows both where it is led by an address.
    var address: String {
        let fields = [("state", state), ("code", code), ("error", error), ("iss", issuer)]
        let query = fields.compactMap { name, value in value.map { "\(name)=\(PercentCoding.encode($0))" } }
        return "/api/auth/oidc/\(PercentCoding.encode(provider))/callback" + (query.isEmpty ? "" : "?")
            + query.joined(separator: "&")
    }

    private static let codeLengthMax = 4_096

    static let form = Form<ReturnInput>(
        "OpenIDReturn", Field("provider", .text(max: 40)), Field("state", .text(max: 256, [])).optional,
        Field("code", .text(max: codeLengthMax, [])).optional, Field("error", .text(max: 256, [])).optional,
        Field("iss", .text(max: 1_000, []), "RFC 9207.").optional
    ) { ReturnInput(provider: $0, state: $1, code: $2, error: $3, issuer: $4) }
}
