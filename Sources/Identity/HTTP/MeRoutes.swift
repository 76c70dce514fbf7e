import Foundation
import HTTPTypes
import Tenancy
import Vocabulary
import Web

/// What the holder of an account does with it, for programs.
extension IdentityFeature {
    var meRoutes: [Route] {
        let options = RouteOptions(tag: "me")
        return [
            Route(.get, "/api/me", .member, "One's own account", gives: [.json(AccountAnswer.schema)], options: options)
            {
                (_: NoInput, context: MemberContext) in
                .json(AccountAnswer(account: try await read.one(context.account, in: context.scope)), cache: .never)
            },
            Route(
                .patch, "/api/me", .member, "Change name and language", gives: [.json(AccountAnswer.schema)],
                options: options.servingImpersonation
            ) { (input: ProfileInput, context: MemberContext) in
                try await change.profile(
                    context.account, name: input.name, locale: input.locale, context.cause, in: context.scope)
                return .json(
                    AccountAnswer(account: try await read.one(context.account, in: context.scope)), cache: .never)
            },
            Route(
                .post, "/api/me/password", .member, "Choose another password; other devices are signed out",
                gives: [.noContent], refuses: Self.guarded, options: options
            ) { (input: ChangePasswordInput, context: MemberContext) in
                try await change.password(
                    context.account, from: input.password, to: input.newPassword, keeping: context.caller.session,
                    context.cause, in: context.scope)
                return .noContent
            },
            Route(
                .post, "/api/me/email", .member, "Ask for another address: a letter proves it",
                gives: [.json(Self.sentSchema, .accepted)], refuses: Self.guarded, options: options
            ) { (input: ChangeEmailInput, context: MemberContext) in
                try await change.askForEmail(
                    context.account, input.email, password: input.password, context.cause, in: context.scope)
                return Self.sent
            },
            Route(
                .post, "/api/me/deletion", .member, "Delete the account for good; its bookings stay, as guests'",
                gives: [.noContent], refuses: Self.guarded + [.init(409, "staff.last_owner")], options: options
            ) { (input: PasswordInput, context: MemberContext) in
                try await delete.run(
                    context.account, password: input.password, context.cause, in: context.scope)
                return .noContent
            },
            Route(
                .get, "/api/me/export", .member, "All that is kept of the account",
                gives: [.other("application/json", "One document, to be saved.")],
                options: .export(tag: "me").refusingImpersonation
            ) { (_: NoInput, context: MemberContext) in
                let document = try await export.run(context.account, context.cause, in: context.scope)
                return Answer.bytes(document, type: "application/json", cache: .never)
                    .with(.contentDisposition, "attachment; filename=\"account.json\"")
            },
        ] + deviceRoutes(options) + factorRoutes(options)
    }

    private func deviceRoutes(_ options: RouteOptions) -> [Route] {
        [
            Route(
                .get, "/api/me/sessions", .member, "Where the account is signed in",
                gives: [.json(.object(nil, [.init("data", .array(SessionAnswer.schema))]))], options: options
            ) { (_: NoInput, context: MemberContext) in
                let list = try await devices.list(context.account, in: context.scope)
                return .json(cache: .never) { json in
                    json.object { json in
                        json.member(
                            "data",
                            array: { json in
                                for session in list {
                                    json.value(SessionAnswer(session, present: context.caller.session))
                                }
                            })
                    }
                }
            },
            Route(
                .delete, "/api/me/sessions/{id}", .member, "Sign one device out", gives: [.noContent],
                refuses: [.init(404, "session.not_found")], options: options.servingImpersonation
            ) { (input: SessionPath, context: MemberContext) in
                try await devices.revoke(input.id, of: context.account, context.cause, in: context.scope)
                return .noContent
            },
            Route(
                .post, "/api/me/sessions/end-others", .member, "Sign every other device out",
                gives: [.json(.object(nil, [.init("ended", .count)]))], options: options.servingImpersonation
            ) { (_: NoInput, context: MemberContext) in
                let ended = try await devices.revokeAll(
                    of: context.account, but: context.caller.session, context.cause, in: context.scope)
                return .json(cache: .never) { $0.object { $0.member("ended", ended) } }
            },
        ]
    }

    private func factorRoutes(_ options: RouteOptions) -> [Route] {
        [
            Route(
                .post, "/api/me/factor", .member, "Begin a second factor: the secret for an authenticator",
                gives: [.json(.object("Enrolment", [.init("secret", .text), .init("address", .text)], closed: true))],
                refuses: [.init(409, "factor.already_on")], options: options
            ) { (_: NoInput, context: MemberContext) in
                let account = try await read.one(context.account, in: context.scope)
                let begun = try await factor.begin(
                    account, issuer: context.profile.name(in: context.locale), context.cause, in: context.scope)
                return .json(cache: .never) {
                    $0.object {
                        $0.member("secret", begun.code.base32)
                        $0.member("address", begun.address)
                    }
                }
            },
            Route(
                .post, "/api/me/factor/confirm", .member, "Turn it on by its first code",
                gives: [.json(Self.codesSchema)],
                refuses: [
                    .init(401, "auth.code_wrong"), .init(409, "factor.already_on"), .init(409, "factor.off"),
                    .init(429, "attempts.too_many"),
                ], options: options
            ) { (input: CodeInput, context: MemberContext) in
                let codes = try await factor.confirm(
                    context.account, typed: input.code, context.cause, in: context.scope)
                return Self.told(codes)
            },
            Route(
                .post, "/api/me/factor/recovery-codes", .member,
                "New recovery codes, told this once; those of before are worth nothing",
                gives: [.json(Self.codesSchema)],
                refuses: Self.guarded + [.init(401, "auth.code_wrong"), .init(409, "factor.off")], options: options
            ) { (input: RenewCodesInput, context: MemberContext) in
                Self.told(
                    try await factor.renewCodes(
                        context.account, password: input.password, typed: input.code, context.cause, in: context.scope))
            },
            Route(
                .post, "/api/me/factor/off", .member, "Turn it off", gives: [.noContent],
                refuses: Self.guarded + [.init(409, "factor.off")], options: options
            ) { (input: PasswordInput, context: MemberContext) in
                _ = try await change.proved(context.account, input.password, context.cause, in: context.scope)
                try await factor.end(context.account, context.cause, in: context.scope)
                return .noContent
            },
        ]
    }

    private static func told(_ codes: [RecoveryCode]) -> Answer {
        .json(cache: .never) { $0.object { $0.member("recovery_codes", codes.map(\.description)) } }
    }

    private static let codesSchema = Schema.object(
        "RecoveryCodes", [.init("recovery_codes", .array(.text))], closed: true)
    private static let guarded: [Route.Refusal] = [
        .init(403, "auth.password_wrong"), .init(429, "attempts.too_many"), .init(503, "overload"),
    ]
}
