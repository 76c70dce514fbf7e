import Foundation
import HTTPTypes
import Tenancy
import Vocabulary
import Web

/// Signing in on the platform's host, the operators themselves, and their ways into a partner's site.
extension IdentityFeature {
    var operatorRoutes: [Route] {
        let options = RouteOptions(tag: "operators")
        return [
            Route(
                .post, "/api/platform/auth/login", .anyone, "Sign in as an operator: password and code, always both",
                gives: [.json(Self.sessionSchema)],
                refuses: [.init(401, "auth.failed"), .init(429, "attempts.too_many"), .init(503, "overload")],
                options: options
            ) { (input: OperatorLogInInput, context: PlatformContext) in
                let signedIn = try await operators.signIn(
                    input.email, password: input.password, code: input.code, context.arrival.place,
                    requestID: context.requestID)
                return .json(cache: .never) {
                    $0.object {
                        $0.member("access_token", signedIn.token.description)
                        $0.member("token_type", "Bearer")
                        $0.member("expires_in", signedIn.seconds)
                    }
                }
            },
            Route(
                .post, "/api/platform/auth/logout", .operate(.operators), "End this session", gives: [.noContent],
                options: options
            ) { (_: NoInput, context: OperatorContext) in
                try await operators.signOut(context.caller, actor: context.auditActor)
                return .noContent
            },
            Route(
                .get, "/api/platform/operators", .operate(.operators), "Who runs the platform",
                gives: [.json(.object(nil, [.init("data", .array(Self.operatorSchema))]))], options: options
            ) { (_: NoInput, _: OperatorContext) in
                let list = try await operators.list()
                return .json(cache: .never) { json in
                    json.object { json in
                        json.member(
                            "data",
                            array: { json in
                                for one in list {
                                    json.object {
                                        $0.member("name", one.name)
                                        $0.member("email", one.email)
                                        $0.member("is_open", one.isOpen)
                                        $0.member("created_at", one.createdAt)
                                        $0.member("seen_at", one.seenAt)
                                    }
                                }
                            })
                    }
                }
            },
            Route(
                .patch, "/api/platform/operators/{name}", .operate(.operators), "Block an operator, or unblock one",
                gives: [.noContent], refuses: [.init(404, "operator.not_found"), .init(409, "operator.last")],
                options: options
            ) { (input: OperatorInput, context: OperatorContext) in
                try await operators.set(input.name, isOpen: input.isOpen, actor: context.auditActor)
                return .noContent
            },
        ] + siteRoutes(options)
    }

    private func siteRoutes(_ options: RouteOptions) -> [Route] {
        [
            Route(
                .post, "/api/platform/tenants/{slug}/impersonations", .operate(.tenants),
                "A ticket, good once within a minute, to look at a site as one of its accounts for half an hour",
                gives: [.json(.object("Ticket", [.init("path", .text)], closed: true), .created)],
                refuses: [.init(404, "tenant.unknown"), .init(404, "account.not_found")], options: options
            ) { (input: ImpersonationInput, context: OperatorContext) in
                let path = try await impersonate.ticket(
                    for: input.email, reason: input.reason, by: Actor(context.auditActor),
                    in: try context.scope(input.slug))
                return .json(status: .created, cache: .never) { $0.object { $0.member("path", path) } }
            },
            Route(
                .post, "/api/platform/tenants/{slug}/invitations", .operate(.tenants),
                "Ask somebody to join a site's staff: its first owner, for one",
                gives: [.json(InvitationAnswer.schema, .created)],
                refuses: [
                    .init(404, "tenant.unknown"), .init(409, "staff.already"), .init(409, "staff.too_many"),
                ], options: options
            ) { (input: SiteInviteInput, context: OperatorContext) in
                let invited = try await staff.invite(
                    input.email, as: input.role, locale: input.locale, from: .owner, named: "TravelHub",
                    Actor(context.auditActor), in: try context.scope(input.slug))
                return .json(InvitationAnswer(invitation: invited, inviter: nil), status: .created, cache: .never)
            },
        ]
    }

    private static let sessionSchema = Schema.object(
        "OperatorSession",
        [.init("access_token", .text), .init("token_type", .choice(["Bearer"])), .init("expires_in", .count)],
        closed: true)
    private static let operatorSchema = Schema.object(
        "Operator",
        [
            .init("name", .text), .init("email", .string(format: "email")), .init("is_open", .boolean),
            .init("created_at", .instant), .init("seen_at", .nullable(.instant)),
        ], closed: true)
}

extension OperatorContext {
    /// The rows of the partner of that name. Throws `tenant.unknown`.
    func scope(_ slug: String) throws(Problem) -> TenantScope {
        let tenants = platform.arrival.parts.tenants
        guard let entry = tenants.entry(slug) else { throw .tenantUnknown }
        return tenants.database.scope(entry)
    }
}

struct OperatorLogInInput: Input {
    let email: EmailAddress
    let password: String
    let code: String

    static let form = Form<OperatorLogInInput>(
        "OperatorLogIn", Field("email", .email), Field("password", .password), Field("code", AccountField.code)
    ) { OperatorLogInInput(email: $0, password: $1, code: $2) }
}

struct OperatorInput: Input {
    let name: String
    let isOpen: Bool

    static let form = Form<OperatorInput>("OperatorChange", Field("name", .text(max: 40)), Field("is_open", .boolean)) {
        OperatorInput(name: $0, isOpen: $1)
    }
}

struct ImpersonationInput: Input {
    let slug: String
    let email: EmailAddress
    let reason: String

    static let form = Form<ImpersonationInput>(
        "Impersonation", Field("slug", .text(max: 31)), Field("email", .email, "Of the account."),
        Field(
            "reason", .text(min: Impersonate.reasonRange.lowerBound, max: Impersonate.reasonRange.upperBound),
            "Told to the tenant in its audit trail.")
    ) { ImpersonationInput(slug: $0, email: $1, reason: $2) }
}

struct SiteInviteInput: Input {
    let slug: String
    let email: EmailAddress
    let role: Role
    let locale: LocaleTag

    static let form = Form<SiteInviteInput>(
        "SiteInvitation", Field("slug", .text(max: 31)), Field("email", .email), Field("role", Kind<StaffRole>.choice),
        Field("locale", .locale).or(.english)
    ) { SiteInviteInput(slug: $0, email: $1, role: $2.role, locale: $3) }
}
