import Foundation
import HTTPTypes
import Tenancy
import Vocabulary
import Web

/// Who works for the site, and with which rights.
extension IdentityFeature {
    /// - Parameter reads: where it is noted who looked at whom.
    func staffRoutes(_ reads: AuditReads) -> [Route] {
        let options = RouteOptions(tag: "staff")
        return [
            Route(
                .get, "/api/admin/users", .staff(.staff, .read), "Accounts of the site, in the order of their making",
                gives: [.json(.page(of: AccountAnswer.schema))], options: options
            ) { (input: UsersInput, context: StaffContext) in
                let page = try await read.list(
                    staffOnly: input.staffOnly, after: input.cursor, limit: input.limit, in: context.scope)
                context.noteRead("account", "list", reads)
                return .json(cache: .never) { json in
                    json.object { json in
                        json.member(
                            "data",
                            array: { json in
                                for account in page.accounts { json.value(AccountAnswer(account: account)) }
                            })
                        json.member("next_cursor", page.next?.text)
                    }
                }
            },
            Route(
                .get, "/api/admin/users/{id}", .staff(.staff, .read), "One account",
                gives: [.json(AccountAnswer.schema)], refuses: [Self.accountUnknown], options: options
            ) { (input: SessionPath, context: StaffContext) in
                let account = try await read.one(input.id, in: context.scope)
                context.noteRead("account", input.id.text, reads)
                return .json(AccountAnswer(account: account), cache: .never)
            },
            Route(
                .patch, "/api/admin/users/{id}", .staff(.staff, .write), "Give an account another role",
                gives: [.json(AccountAnswer.schema)],
                refuses: [
                    Self.accountUnknown, .init(403, "staff.role_not_yours"), .init(409, "staff.last_owner"),
                    .init(409, "staff.too_many"),
                ],
                options: options
            ) { (input: RoleInput, context: StaffContext) in
                let giver = try await giver(context)
                return .json(
                    AccountAnswer(
                        account: try await role.run(
                            input.id, to: input.role, from: giver, context.cause, in: context.scope)), cache: .never)
            },
        ] + invitationRoutes(options, reads) + [roles(options)]
    }

    private func roles(_ options: RouteOptions) -> Route {
        Route(
            .get, "/api/admin/roles", .anyStaff, "The roles there are, and the rights of each",
            gives: [.json(.object(nil, [.init("data", .array(Self.roleSchema))]))], options: options
        ) { (_: NoInput, _: StaffContext) in
            .json(cache: .confirmed) { json in
                json.object { json in
                    json.member(
                        "data",
                        array: { json in
                            for role in Role.allCases {
                                json.object {
                                    $0.member("role", role.rawValue)
                                    $0.member("rights", role.rights.inOrder.map(\.description))
                                }
                            }
                        })
                }
            }
        }
    }

    private func invitationRoutes(_ options: RouteOptions, _ reads: AuditReads) -> [Route] {
        [
            Route(
                .get, "/api/admin/invitations", .staff(.staff, .read), "Who was asked to join and has not answered",
                gives: [.json(.object(nil, [.init("data", .array(InvitationAnswer.schema))]))], options: options
            ) { (_: NoInput, context: StaffContext) in
                let answers = try await told(try await staff.list(in: context.scope), context)
                context.noteRead("invitation", "list", reads)
                return .json(cache: .never) { json in json.object { $0.member("data", answers) } }
            },
            Route(
                .post, "/api/admin/invitations", .staff(.staff, .write), "Ask somebody to join the staff",
                gives: [.json(InvitationAnswer.schema, .created)],
                refuses: [
                    .init(403, "staff.role_not_yours"), .init(409, "staff.already"), .init(409, "staff.too_many"),
                    .init(409, "request.repeated"),
                ], options: options
            ) { (input: InviteInput, context: Dampened<StaffContext>) in
                let stage = context.stage
                let invited = try await staff.invite(
                    input.email, as: input.role, locale: input.locale ?? stage.locale, from: giver(stage),
                    named: stage.caller.label, stage.cause, in: stage.scope)
                let answer = try await told([invited], stage)[0]
                return .json(answer, status: .created, cache: .never)
            },
            Route(
                .delete, "/api/admin/invitations/{id}", .staff(.staff, .write), "Withdraw an invitation",
                gives: [.noContent], refuses: [.init(404, "invitation.not_found")],
                options: options.servingImpersonation
            ) { (input: SessionPath, context: StaffContext) in
                try await staff.withdraw(input.id, context.cause, in: context.scope)
                return .noContent
            },
        ]
    }

    /// With the names of those who asked.
    private func told(_ list: [Invitation], _ context: StaffContext) async throws -> [InvitationAnswer] {
        let (names, sight) = (
            try await actors.read(Set(list.map(\.invitedBy)), in: context.scope), ActorSight(context.caller)
        )
        return list.map { one in
            InvitationAnswer(
                invitation: one, inviter: names[one.invitedBy].flatMap { sight.name(one.invitedBy, $0) })
        }
    }

    /// What the caller is to the tenant. A key gives roles as an admin does; an operator in somebody's place as
    /// that somebody.
    private func giver(_ context: StaffContext) async throws -> Role {
        guard let account = context.caller.account else { return .admin }
        return try await read.one(account, in: context.scope).role
    }

    private static let accountUnknown = Route.Refusal(404, "account.not_found")
    private static let roleSchema = Schema.object(
        "Role", [.init("role", .choice(Role.allCases.map(\.rawValue))), .init("rights", .array(.text))], closed: true)
}

extension StaffContext {
    /// That people were looked at stands in the trail, as who opens a booking does.
    fileprivate func noteRead(_ subject: String, _ id: String, _ reads: AuditReads) {
        reads.note(
            AuditEntry(action: "\(subject).read", actor: auditActor, subjectKind: subject, subjectID: id), entry)
    }
}

struct InvitationAnswer: JSONWritable, Sendable {
    let invitation: Invitation
    let inviter: String?

    func write(to json: inout JSONWriter) {
        json.object {
            $0.member("id", invitation.id)
            $0.member("email", invitation.email.description)
            $0.member("role", invitation.role.rawValue)
            $0.member("invited_by", invitation.invitedBy)
            $0.member("invited_by_name", inviter)
            $0.member("created_at", invitation.createdAt)
            $0.member("expires_at", invitation.expiresAt)
            $0.member("is_over", invitation.isOver)
        }
    }

    static let schema = Schema.object(
        "Invitation",
        [
            .init("id", .uuid), .init("email", .string(format: "email")), .init("role", .text),
            .init("invited_by", .text), .init("invited_by_name", .nullable(.text)), .init("created_at", .instant),
            .init("expires_at", .instant),
            .init("is_over", .boolean),
        ], closed: true)
}

struct UsersInput: Input {
    let staffOnly: Bool
    let cursor: UUID?
    let limit: Int

    static let form = Form<UsersInput>(
        "Users", Field("staff", .boolean, "Only those who work for the site.").or(false),
        Field("cursor", .uuid, "From the page before.").optional,
        Field("limit", .integer(1...ReadAccount.pageMax)).or(20)
    ) { UsersInput(staffOnly: $0, cursor: $1, limit: $2) }
}

struct RoleInput: Input {
    let id: UUID
    let role: Role

    static let form = Form<RoleInput>("RoleChange", Field("id", .uuid), Field("role", .choice)) {
        RoleInput(id: $0, role: $1)
    }
}

/// A role that somebody can be invited to.
enum StaffRole: String, CaseIterable, Sendable {
    case owner
    case admin
    case agent
    case partner

    var role: Role {
        switch self {
        case .owner: .owner
        case .admin: .admin
        case .agent: .agent
        case .partner: .partner
        }
    }
}

struct InviteInput: Input {
    let email: EmailAddress
    let role: Role
    let locale: LocaleTag?

    static let form = Form<InviteInput>(
        "InvitationRequest", Field("email", .email), Field("role", Kind<StaffRole>.choice),
        Field("locale", .locale, "Of the letter; the request's unless told.").optional
    ) { InviteInput(email: $0, role: $1.role, locale: $2) }
}
