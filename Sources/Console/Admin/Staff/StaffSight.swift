import Foundation
import Identity
import Localization
import Tenancy
import Vocabulary
import Web

/// How the people of a site look on its console.
struct StaffSight: Sendable {
    let seat: Seat

    init(_ seat: Seat) { self.seat = seat }

    func list(_ input: CursorInput) async throws -> Answer {
        let page = try await seat.parts.identity.read.list(
            staffOnly: true, after: input.cursor, limit: SharedFields.rowsMax, in: seat.scope)
        let invitations = try await seat.parts.identity.staff.list(in: seat.scope)
        let giver = try await seat.role()
        let isOpen = seat.may(.staff)
        var blocks = [people(page.accounts, giver)]
        if let next = page.next {
            blocks.append(.links([(seat.t("console.list.next"), "/admin/staff?cursor=\(next.text)")]))
        }
        blocks.append(waiting(invitations))
        if isOpen { blocks.append(.form(inviteForm(giver), heading: seat.t("console.staff.invite"))) }
        blocks.append(rights)
        return try seat.page(seat.t("console.way.staff"), done: input.done, blocks)
    }

    private func people(_ accounts: [Account], _ giver: Role) -> Block {
        let t = { (key: String) in seat.t(key) }
        let rows = accounts.map { account -> [Cell] in
            let isOpen = seat.may(.staff) && account.role.isGiven(by: giver)
            return [
                Cell(account.name), .code(account.email.description), Cell(name(account.role)),
                .state(
                    t(account.hasFactor ? "console.staff.factor_on" : "console.staff.factor_off"),
                    account.hasFactor ? .good : .warn),
                Cell(seat.time(account.createdAt)),
                isOpen ? Cell(t("console.staff.change"), link: "/admin/staff/\(account.id.text)") : "",
            ]
        }
        return .table(
            [
                t("console.staff.name"), t("console.sign_in.email"), t("console.staff.role"),
                t("console.staff.factor"), t("console.staff.since"), t("console.list.actions"),
            ], rows, caption: t("console.way.staff"))
    }

    private func waiting(_ invitations: [Invitation]) -> Block {
        let heading = seat.t("console.staff.invitations")
        guard !invitations.isEmpty else { return .empty(seat.t("console.staff.none_invited"), heading: heading) }
        return .table(
            [
                seat.t("console.sign_in.email"), seat.t("console.staff.role"), seat.t("console.staff.until"),
                seat.t("console.list.actions"),
            ],
            invitations.map { one in
                [
                    .code(one.email.description), Cell(name(one.role)),
                    one.isOver
                        ? .state(seat.t("console.staff.over"), .bad) : Cell(seat.time(one.expiresAt)),
                    seat.may(.staff)
                        ? Cell(
                            seat.t("console.staff.withdraw"),
                            link: "/admin/staff/invitations/\(one.id.text)/withdraw") : "",
                ]
            }, heading: heading, caption: heading)
    }

    private var rights: Block {
        let roles: [Role] = [.owner, .admin, .agent, .partner]
        return .facts(
            roles.map { role in
                let areas = StaffArea.allCases.compactMap { area -> String? in
                    guard role.rights.allow(StaffRight(area, .read)) else { return nil }
                    let name = seat.t("console.area.\(area.rawValue)")
                    return role.rights.allow(StaffRight(area, .write))
                        ? name : seat.t("console.area.read_only", ["area": .text(name)])
                }
                return (name(role), Cell(seat.words.formats.list(areas)))
            }, heading: seat.t("console.staff.rights"))
    }

    func name(_ role: Role) -> String { seat.t("console.role.\(role.rawValue)") }

    func inviteForm(_ giver: Role) -> EditForm {
        let roles: [Role] = [.agent, .partner, .admin, .owner]
        return EditForm(
            action: "/admin/staff/invitations", token: seat.token,
            lines: [
                .init(
                    name: "email", label: seat.t("console.sign_in.email"), kind: .input(type: "email"),
                    isRequired: true, direction: "ltr", lengthMax: EmailAddress.lengthMax),
                .init(
                    name: "role", label: seat.t("console.staff.role"),
                    kind: .select(roles.filter { $0.isGiven(by: giver) }.map { ($0.rawValue, name($0)) }),
                    values: [Role.agent.rawValue]),
                .init(
                    name: "locale", label: seat.t("console.staff.letter_language"),
                    kind: .select(
                        seat.parts.catalogues.locales.map { ($0.description, Formats($0).displayName(of: $0)) }),
                    values: [seat.context.locale.description]),
            ], submit: seat.t("console.staff.invite"))
    }

    func roleForm(_ id: UUID) async throws -> Answer {
        let account = try await seat.parts.identity.read.one(id, in: seat.scope)
        let giver = try await seat.role()
        let form = EditForm(
            action: "/admin/staff/\(id.text)", token: seat.token,
            lines: [
                .init(
                    name: "role", label: seat.t("console.staff.role"),
                    kind: .select(Role.allCases.filter { $0.isGiven(by: giver) }.map { ($0.rawValue, name($0)) }),
                    values: [account.role.rawValue])
            ], submit: seat.t("console.staff.change"), isDanger: true,
            cancel: (seat.t("console.form.cancel"), "/admin/staff"))
        return try seat.page(
            seat.t("console.staff.change"), lead: seat.t("console.staff.change_text"),
            [
                .facts([
                    (seat.t("console.staff.name"), Cell(account.name)),
                    (seat.t("console.sign_in.email"), .code(account.email.description)),
                ]), .form(form),
            ])
    }
}
