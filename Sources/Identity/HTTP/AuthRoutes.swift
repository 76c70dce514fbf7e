import Foundation
import HTTPTypes
import Tenancy
import Vocabulary
import Web

/// Registration, log-in and what belongs to them, for programs. Browsers have pages for the same verbs.
extension IdentityFeature {
    var authRoutes: [Route] {
        let options = RouteOptions(tag: "auth")
        return [
            Route(
                .post, "/api/auth/register", .anyone, "Ask for an account: a letter proves the address",
                gives: [.json(Self.sentSchema, .accepted, "A letter is on its way, to whom or not is not told.")],
                refuses: [.init(409, "request.repeated"), .init(429, "attempts.too_many")], options: options
            ) { (input: RegisterInput, context: Dampened<TenantContext>) in
                let stage = context.stage
                try await register.run(
                    input.command(stage.locale), stage.arrival.place, requestID: stage.requestID, in: stage.scope)
                return Self.sent
            },
            Route(
                .post, "/api/auth/email/verify", .anyone, "Make the account whose letter was followed, and sign in",
                gives: [.json(TokenAnswer.schema)],
                refuses: [.init(410, "auth.link_expired"), .init(409, "account.email_taken")], options: options
            ) { (input: TokenInput, context: TenantContext) in
                Self.answer(
                    try await verify.run(
                        input.token, .program, context.arrival.place, requestID: context.requestID, in: context.scope))
            },
            Route(
                .post, "/api/auth/login", .anyone, "Sign in", gives: [.json(TokenAnswer.schema)],
                refuses: [
                    .init(401, "auth.failed"), .init(401, "auth.code_required"), .init(401, "auth.code_wrong"),
                    .init(429, "attempts.too_many"), .init(503, "overload"),
                ], options: options
            ) { (input: LogInInput, context: TenantContext) in
                Self.answer(
                    try await logIn.run(
                        input.command(.program), context.arrival.place, requestID: context.requestID,
                        in: context.scope))
            },
            Route(
                .post, "/api/auth/refresh", .anyone, "New tokens for a refresh token, which is good once",
                gives: [.json(TokenAnswer.schema)], refuses: [.init(401, "auth.refresh_refused")], options: options
            ) { (input: RefreshInput, context: TenantContext) in
                Self.answer(try await refresh.run(input.token, context.cause, in: context.scope))
            },
            Route(
                .post, "/api/auth/logout", .member, "End this session", gives: [.noContent],
                refuses: [.init(404, "session.not_found")], options: options.servingImpersonation
            ) { (_: NoInput, context: MemberContext) in
                guard let session = context.caller.session else { throw Problem.authRequired }
                try await devices.revoke(session, of: context.account, context.cause, in: context.scope)
                return .noContent
            },
            Route(
                .post, "/api/auth/password/forgot", .anyone, "Ask for a letter that lets choose a new password",
                gives: [.json(Self.sentSchema, .accepted, "If there is such an account, a letter is on its way.")],
                refuses: [.init(409, "request.repeated"), .init(429, "attempts.too_many")], options: options
            ) { (input: EmailInput, context: Dampened<TenantContext>) in
                let stage = context.stage
                try await forget.run(input.email, stage.arrival.place, requestID: stage.requestID, in: stage.scope)
                return Self.sent
            },
            Route(
                .post, "/api/auth/password/reset", .anyone, "Choose a new password; every device is signed out",
                gives: [.noContent], refuses: [.init(410, "auth.link_expired")], options: options
            ) { (input: ResetInput, context: TenantContext) in
                try await reset.run(
                    input.token, password: input.password, context.cause, in: context.scope)
                return .noContent
            },
            Route(
                .post, "/api/auth/email/confirm", .anyone, "Prove the account's new address", gives: [.noContent],
                refuses: [.init(410, "auth.link_expired"), .init(409, "account.email_taken")], options: options
            ) { (input: TokenInput, context: TenantContext) in
                try await change.confirmEmail(input.token, context.cause, in: context.scope)
                return .noContent
            },
            Route(
                .post, "/api/auth/invitations/accept", .anyone, "Join the staff", gives: [.json(AccountAnswer.schema)],
                refuses: [.init(410, "auth.link_expired")], options: options
            ) { (input: AcceptInput, context: TenantContext) in
                .json(
                    AccountAnswer(
                        account: try await staff.accept(
                            input.acceptance, context.cause, in: context.scope)), cache: .never)
            },
            jwks,
        ]
    }

    private var jwks: Route {
        Route(
            .get, "/.well-known/jwks.json", .anyone, "The keys that access tokens are signed with (RFC 7517)",
            gives: [.json(.object(nil, [.init("keys", .array(.any))]))], options: RouteOptions(tag: "auth")
        ) { (_: NoInput, context: TenantContext) in
            let keys = try await signing.published(context.scope)
            return .json(cache: .confirmed) { json in
                json.object { json in
                    json.member("keys", array: { json in for key in keys { json.raw(key.publicJWK.utf8) } })
                }
            }
        }
    }

    static func answer(_ credentials: Credentials) -> Answer {
        guard let tokens = TokenAnswer(credentials) else { return .noContent }
        return .json(tokens, cache: .never)
    }

    static var sent: Answer { .json(status: .accepted, cache: .never) { $0.object { $0.member("status", "sent") } } }
    static let sentSchema = Schema.object("Sent", [.init("status", .choice(["sent"]))], closed: true)
}

extension TenantStage {
    /// For the audit trail.
    var cause: Actor { Actor(auditActor) }
}
