import Foundation
import HTTPTypes
import Identity
import Localization
import Postgres
import Tenancy
import Vocabulary
import Web

/// How the keys of a site look on its console. A key's secret stands on one page only, the one that made it.
struct KeySight: Sendable {
    static let path = "/admin/keys"

    let seat: Seat

    init(_ seat: Seat) { self.seat = seat }

    @Sendable private func t(_ key: String) -> String { seat.t("console.keys.\(key)") }

    func list(_ input: ListInput) async throws -> Answer {
        let list = keys
        let state = input.state.flatMap(APIKey.State.init)
        let isKnown = (state == nil) == (input.state == nil)
        let filter = APIKeyFilter(state: state, words: input.search)
        let (keys, scope) = (seat.parts.identity.keys, seat.scope)
        return try await seat.show(
            list, input, by: APIKeyOrder.made, .down, lead: t("lead"),
            before: [.links(title: nil, seat.may(.keys) ? [Link(t("make"), "\(Self.path)/new")] : [])],
            fields: [
                seat.searchField(input, hint: t("search")),
                seat.choiceField(
                    "state", t("state"), APIKey.State.allCases.map { ($0.rawValue, t($0.rawValue)) },
                    chosen: input.state),
            ],
            row: { $0 },
            read: { page, limit in isKnown ? try await keys.list(filter, page, limit: limit, in: scope).keys : [] })
    }

    private var keys: ItemList<APIKey> {
        let (seat, t, name, now) = (seat, t, name, seat.context.clock.now())
        return ItemList(
            words: seat.words, path: Self.path, file: "keys", caption: seat.t("console.way.keys"), empty: t("none"),
            emptyLink: seat.may(.keys) ? Link(t("make"), "\(Self.path)/new") : nil,
            columns: [
                .words("name", t("name")) { $0.name }, .code("prefix", t("prefix")) { $0.prefix },
                .state("rights", t("rights")) {
                    $0.rights.inOrder.map(\.description).joined(separator: " ")
                } cell: {
                    Cell(seat.words.formats.list($0.rights.inOrder.map(name)))
                },
                .state("state", t("state")) {
                    $0.state(now: now).rawValue
                } cell: {
                    self.state(of: $0, now)
                },
                .moment("made", seat.t("console.brand.made_at"), seat) { $0.createdAt },
                .moment("ends", t("ends"), seat) { $0.expiresAt },
                .moment("used", t("used"), seat) { $0.usedAt },
                deed("rotate", now) { $0.replacedBy == nil }, deed("revoke", now) { _ in true },
            ])
    }

    private func deed(
        _ word: String, _ now: Date, _ isOpen: @escaping @Sendable (APIKey) -> Bool
    ) -> ItemList<APIKey>.Column {
        let (text, mayWrite) = (t(word), seat.may(.keys))
        return .action(text) { key in
            mayWrite && key.state(now: now) == .live && isOpen(key)
                ? Cell(text, url: "\(Self.path)/\(key.id.text)/\(word)") : .none
        }
    }

    private func state(of key: APIKey, _ now: Date) -> Cell {
        let state = key.state(now: now)
        guard state == .live, let end = key.expiresAt else {
            return Cell(t(state.rawValue), tone: state == .live ? .good : .bad)
        }
        return Cell(
            seat.t("console.keys.live_until", ["time": .text(seat.time(end))]),
            tone: key.replacedBy == nil ? .good : .warned)
    }

    @Sendable private func name(_ right: StaffRight) -> String {
        let area = seat.t("console.area.\(right.area.rawValue)")
        return right.level == .write ? area : seat.t("console.area.read_only", ["area": .text(area)])
    }

    /// Nobody gives a key more than they may do themselves.
    var newForm: PageForm {
        PageForm(
            action: "\(Self.path)/new", hidden: seat.hidden,
            fields: [
                FormField(name: "name", label: t("name"), hint: t("name_hint"), max: APIKey.nameMax),
                FormField(
                    name: "rights", label: t("rights"),
                    kind: .checks(
                        StaffRight.all.filter { seat.caller.rights.allow($0) }.map {
                            FormField.Option(value: $0.description, label: name($0))
                        })),
                FormField(
                    name: "ranges", label: t("ranges"), kind: .lines(4), hint: t("ranges_hint"), isRequired: false,
                    max: 2_000, isCode: true),
                FormField(
                    name: "days", label: t("days"), kind: .line("number"), hint: t("days_hint"), isRequired: false),
                FormField(
                    name: "limit_per_hour", label: t("limit"), kind: .line("number"), hint: t("limit_hint"),
                    isRequired: false),
            ], submit: t("make"), cancel: Link(seat.t("console.form.back"), Self.path))
    }

    func rotation(_ id: UUID) async throws -> Question {
        let key = try await seat.parts.identity.keys.one(id, in: seat.scope)
        return Question(
            title: t("rotate"),
            consequences: [
                seat.t("console.keys.rotate_text", ["name": .text(key.name), "prefix": .text(key.prefix)])
            ], action: "\(Self.path)/\(id.text)/rotate", submit: t("rotate"), back: Self.path,
            fields: [
                .choice(
                    "hours", t("overlap"),
                    [0, 24, 24 * 7, 24 * 30].map { ("\($0)", seat.t("console.keys.hours", ["hours": .number($0)])) },
                    chosen: "24")
            ])
    }

    func revocation(_ id: UUID) async throws -> Question {
        let key = try await seat.parts.identity.keys.one(id, in: seat.scope)
        return Question(
            title: t("revoke"),
            consequences: [
                seat.t("console.keys.revoke_text", ["name": .text(key.name), "prefix": .text(key.prefix)])
            ], action: "\(Self.path)/\(id.text)/revoke", submit: t("revoke"), back: Self.path)
    }

    func told(_ made: ManageKeys.Made) throws -> Answer {
        try seat.page(
            t("made"), status: .created,
            [
                .secret(title: t("secret"), made.secret.description, text: t("secret_text")),
                .links(title: nil, [Link(seat.t("console.way.keys"), Self.path)]),
            ])
    }
}
