import Foundation
import HTTPTypes
import Identity
import Localization
import Tenancy
import Vocabulary
import Web

/// Who works for the site: to see, to ask in, to give another role, to let go.
struct StaffPages: Sendable {
    let parts: AdminParts

    var routes: [Route] {
        let unknown = Route.Refusal(404, "account.not_found")
        let noInvitation = Route.Refusal(404, "invitation.not_found")
        return [
            Route(
                .get, "/admin/staff", .staff(.staff, .read), "Who works for the site",
                gives: [.html(), Answer.csvOutput], options: .console.refusingImpersonatedFile
            ) { (input: ListInput, context: StaffPageContext) in
                try await StaffSight(Seat(context, parts)).list(input)
            },
            Route(
                .get, "/admin/staff/invitations", .staff(.staff, .read), "Who was asked to join and has not answered",
                gives: [.html(), Answer.csvOutput], options: .console.refusingImpersonatedFile
            ) { (input: ListInput, context: StaffPageContext) in
                try await StaffSight(Seat(context, parts)).invited(input)
            },
            Route(
                .post, "/admin/staff/invitations", .staff(.staff, .write), "Ask somebody to join", gives: [.redirect()],
                refuses: [
                    .init(403, "staff.role_not_yours"), .init(409, "staff.already"), .init(409, "staff.too_many"),
                ], options: .console
            ) { (entry: Submission<InvitePageInput>, context: StaffPageContext) in
                try await invite(entry, Seat(context, parts))
            },
            Route(
                .get, "/admin/staff/invitations/{id}/withdraw", .staff(.staff, .write),
                "Asks whether to withdraw an invitation", gives: [.html()], refuses: [noInvitation],
                options: .console.servingImpersonation
            ) { (input: OneInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                guard let one = try await parts.identity.staff.list(in: seat.scope).first(where: { $0.id == input.id })
                else { throw IdentityError.invitationNotFound }
                return try seat.ask(StaffSight(seat).withdrawal(one))
            },
            Route(
                .post, "/admin/staff/invitations/{id}/withdraw", .staff(.staff, .write), "Withdraw an invitation",
                gives: [.redirect()], refuses: [noInvitation], options: .console.servingImpersonation
            ) { (input: OneInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                try await parts.identity.staff.withdraw(input.id, seat.actor, in: seat.scope)
                return seat.then(StaffSight.invitations, done: "withdrawn")
            },
            Route(
                .get, "/admin/staff/{id}", .staff(.staff, .write), "The form to give somebody another role",
                gives: [.html()], refuses: [unknown], options: .console
            ) { (input: OneInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                let question = try await StaffSight(seat).roleChange(input.id)
                seat.noteRead("account", input.id.text)
                return try seat.ask(question)
            },
            Route(
                .post, "/admin/staff/{id}", .staff(.staff, .write), "Give somebody another role", gives: [.redirect()],
                refuses: [
                    unknown, .init(403, "staff.role_not_yours"), .init(409, "staff.last_owner"),
                    .init(409, "staff.too_many"),
                ], options: .console
            ) { (input: RolePageInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                let question = try await StaffSight(seat).roleChange(input.id)
                return try await seat.done("role_changed", at: StaffSight.path, question) {
                    _ = try await parts.identity.role.run(
                        input.id, to: input.role, from: try await seat.role(), seat.actor, in: seat.scope)
                }
            },
        ]
    }

    private func invite(_ entry: Submission<InvitePageInput>, _ seat: Seat) async throws -> Answer {
        let sight = StaffSight(seat)
        let giver = try await seat.role()
        guard case .success(let input) = entry.result else {
            return try seat.refused(seat.t("console.staff.invite"), TypedForm(entry), sight.inviteForm(giver))
        }
        do {
            _ = try await parts.identity.staff.invite(
                input.email, as: input.role, locale: input.locale, from: giver, named: seat.caller.label, seat.actor,
                in: seat.scope)
            return seat.then(StaffSight.invitations, done: "invited")
        } catch {
            guard let problem = Seat.problem(of: error), problem.status == 409 else { throw error }
            return try seat.refused(
                seat.t("console.staff.invite"), TypedForm(entry), about: problem, "/email", sight.inviteForm(giver))
        }
    }
}

struct InvitePageInput: Input {
    let email: EmailAddress
    let role: Role
    let locale: LocaleTag

    static let form = Form<InvitePageInput>(
        Field("email", .email), Field("role", Kind<Role>.choice), Field("locale", .locale)
    ) { InvitePageInput(email: $0, role: $1, locale: $2) }
}

struct RolePageInput: Input {
    let id: UUID
    let role: Role

    static let form = Form<RolePageInput>(Field("id", .uuid), Field("role", Kind<Role>.choice)) {
        RolePageInput(id: $0, role: $1)
    }
}
