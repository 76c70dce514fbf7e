import Foundation
import Identity
import Localization
import Tenancy
import Vocabulary
import Web

/// How the people of a site look on its console.
struct StaffSight: Sendable {
    static let path = "/admin/staff"
    static let invitations = "/admin/staff/invitations"

    let seat: Seat

    init(_ seat: Seat) { self.seat = seat }

    @Sendable private func t(_ key: String) -> String { seat.t("console.staff.\(key)") }
    private var email: String { seat.t("console.sign_in.email") }
    @Sendable func name(_ role: Role) -> String { seat.t("console.role.\(role.rawValue)") }

    func list(_ input: ListInput) async throws -> Answer {
        let giver = try await seat.role()
        let found = try await seat.parts.identity.read.staff(in: seat.scope).filter { one in
            input.finds(one.name, one.email.description) && input.kind.map { $0 == one.role.rawValue } ?? true
                && input.state.map { ($0 == "factor_on") == one.hasFactor } ?? true
        }
        if input.format == .csv { try seat.noteExport("staff") } else { seat.noteRead("staff") }
        return try await seat.show(
            people(giver), of: found, input, lead: t("lead"), before: [links(Self.path)],
            fields: [
                seat.searchField(input, hint: t("search")), roleField(input),
                seat.choiceField(
                    "state", t("factor"), ["factor_on", "factor_off"].map { ($0, t($0)) }, chosen: input.state),
            ], after: [rights])
    }

    private func people(_ giver: Role) -> ItemList<Account> {
        let (seat, t, name) = (seat, t, name)
        return ItemList(
            words: seat.words, path: Self.path, file: "staff", caption: seat.t("console.way.staff"),
            empty: t("none"), emptyLink: Link(t("invite"), Self.invitations), natural: ListOrder("since", .up),
            columns: [
                .words("name", t("name")) { $0.name }, .code("email", email) { $0.email.description },
                .state("role", t("role")) {
                    $0.role.rawValue
                } cell: {
                    Cell(name($0.role))
                },
                .state("factor", t("factor")) {
                    $0.hasFactor ? "on" : "off"
                } cell: {
                    Cell(t($0.hasFactor ? "factor_on" : "factor_off"), tone: $0.hasFactor ? .good : .warned)
                },
                .moment("since", t("since"), seat) { $0.createdAt },
                .action(seat.t("console.list.actions")) { account in
                    seat.may(.staff) && account.role.isGiven(by: giver)
                        ? Cell(t("change"), url: "\(Self.path)/\(account.id.text)") : .none
                },
            ])
    }

    func invited(_ input: ListInput) async throws -> Answer {
        let all = try await seat.parts.identity.staff.list(in: seat.scope)
        let names = try await ActorWords.read(
            all.map(\.invitedBy), seat.sight, seat.parts.identity.actors, in: seat.scope)
        let found = all.filter { one in
            input.finds(one.email.description, one.invitedBy, names.name(one.invitedBy))
                && input.kind.map { $0 == one.role.rawValue } ?? true
                && input.state.map { ($0 == "over") == one.isOver } ?? true
        }
        if input.format == .csv { try seat.noteExport("invitation") } else { seat.noteRead("invitation") }
        return try await seat.show(
            waiting(names), of: found, input, before: [links(Self.invitations)],
            fields: [
                seat.searchField(input, hint: t("search_invited")), roleField(input),
                seat.choiceField(
                    "state", seat.t("console.keys.state"), ["waiting", "over"].map { ($0, t($0)) },
                    chosen: input.state),
            ], after: seat.may(.staff) ? [.form(inviteForm(try await seat.role()))] : [])
    }

    private func waiting(_ names: ActorWords) -> ItemList<Invitation> {
        let (seat, t, name) = (seat, t, name)
        let askers = ItemList<Invitation>.Column.actor("by", seat.t("console.brand.made_by"), isOrdered: true) {
            $0.invitedBy
        } name: {
            names.name($0.invitedBy)
        } cell: {
            names.cell($0.invitedBy, seat.words)
        }
        let deed = ItemList<Invitation>.Column.action(seat.t("console.list.actions")) { one in
            seat.may(.staff) ? Cell(t("withdraw"), url: "\(Self.invitations)/\(one.id.text)/withdraw") : .none
        }
        return ItemList(
            words: seat.words, path: Self.invitations, file: "invitations", caption: t("invitations"),
            empty: t("none_invited"), natural: ListOrder("asked", .down),
            columns: [
                .code("email", email) { $0.email.description },
                .state("role", t("role")) {
                    $0.role.rawValue
                } cell: {
                    Cell(name($0.role))
                },
                .moment("asked", t("asked"), seat) { $0.createdAt },
                .state("until", t("until")) {
                    $0.expiresAt.rfc3339
                } cell: {
                    $0.isOver ? Cell(t("over"), tone: .bad) : seat.moment($0.expiresAt)
                },
            ] + askers + [deed])
    }

    private func links(_ here: String) -> Block {
        .links(
            title: nil,
            [
                Link(seat.t("console.way.staff"), Self.path, current: here == Self.path),
                Link(t("invitations"), Self.invitations, current: here == Self.invitations),
            ])
    }

    private static let roles: [Role] = [.owner, .admin, .agent, .partner]

    private func roleField(_ input: ListInput) -> FormField {
        seat.choiceField("kind", t("role"), Self.roles.map { ($0.rawValue, name($0)) }, chosen: input.kind)
    }

    private var rights: Block {
        .facts(
            title: t("rights"),
            Self.roles.map { role in
                let areas = StaffArea.allCases.compactMap { area -> String? in
                    guard role.rights.allow(StaffRight(area, .read)) else { return nil }
                    let name = seat.t("console.area.\(area.rawValue)")
                    return role.rights.allow(StaffRight(area, .write))
                        ? name : seat.t("console.area.read_only", ["area": .text(name)])
                }
                return Fact(name(role), Cell(seat.words.formats.list(areas)))
            })
    }

    func inviteForm(_ giver: Role) -> PageForm {
        PageForm(
            title: t("invite"), action: Self.invitations, hidden: seat.hidden,
            fields: [
                FormField(
                    name: "email", label: email, kind: .line("email"), max: EmailAddress.lengthMax, isCode: true),
                .choice(
                    "role", t("role"),
                    Self.roles.reversed().filter { $0.isGiven(by: giver) }.map { ($0.rawValue, name($0)) },
                    chosen: Role.agent.rawValue),
                .choice(
                    "locale", t("letter_language"),
                    seat.parts.catalogues.locales.map { ($0.description, Formats($0).displayName(of: $0)) },
                    chosen: seat.context.locale.description),
            ], submit: t("invite"))
    }

    func withdrawal(_ one: Invitation) -> Question {
        Question(
            title: t("withdraw"),
            consequences: [seat.t("console.staff.withdraw_text", ["email": .text(one.email.description)])],
            action: "\(Self.invitations)/\(one.id.text)/withdraw", submit: t("withdraw"), back: Self.invitations)
    }

    func roleChange(_ id: UUID) async throws -> Question {
        let account = try await seat.parts.identity.read.one(id, in: seat.scope)
        let giver = try await seat.role()
        return Question(
            title: t("change"), consequences: [t("change_text")], action: "\(Self.path)/\(id.text)",
            submit: t("change"), back: Self.path,
            fields: [
                .choice(
                    "role", t("role"),
                    Role.allCases.filter { $0.isGiven(by: giver) }.map { ($0.rawValue, name($0)) },
                    chosen: account.role.rawValue)
            ],
            facts: [Fact(t("name"), Cell(account.name)), Fact(email, .code(account.email.description))])
    }
}
