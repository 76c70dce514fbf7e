import Foundation
import HTTPTypes
import Identity
import Localization
import Tenancy
import Vocabulary
import Web

/// How the keys of a site look on its console. A key's secret stands on one page only, the one that made it.
struct KeySight: Sendable {
    let seat: Seat

    init(_ seat: Seat) { self.seat = seat }

    func list(_ input: CursorInput) async throws -> Answer {
        let page = try await seat.parts.identity.keys.list(
            before: input.cursor, limit: SharedFields.rowsMax, in: seat.scope)
        let make = (seat.t("console.keys.make"), "/admin/keys/new")
        var blocks: [Block] = []
        if page.keys.isEmpty {
            blocks.append(.empty(seat.t("console.keys.none"), seat.may(.keys) ? make : nil))
        } else {
            if seat.may(.keys) { blocks.append(.links([make])) }
            blocks.append(table(page.keys))
        }
        if let next = page.next {
            blocks.append(.links([(seat.t("console.list.next"), "/admin/keys?cursor=\(next.text)")]))
        }
        return try seat.page(
            seat.t("console.way.keys"), lead: seat.t("console.keys.lead"), done: input.done, blocks)
    }

    private func table(_ keys: [APIKey]) -> Block {
        .table(
            [
                seat.t("console.keys.name"), seat.t("console.keys.prefix"), seat.t("console.keys.rights"),
                seat.t("console.keys.state"), seat.t("console.keys.used"), seat.t("console.keys.rotate"),
                seat.t("console.keys.revoke"),
            ],
            keys.map { key in
                let isLive = key.revokedAt == nil && !isOver(key)
                let path = "/admin/keys/\(key.id.text)"
                return [
                    Cell(key.name), .code(key.prefix),
                    Cell(seat.words.formats.list(key.rights.inOrder.map(self.name))), state(of: key),
                    Cell(key.usedAt.map(seat.time) ?? seat.t("console.keys.never")),
                    isLive && key.replacedBy == nil && seat.may(.keys)
                        ? Cell(seat.t("console.keys.rotate"), link: "\(path)/rotate") : "",
                    isLive && seat.may(.keys) ? Cell(seat.t("console.keys.revoke"), link: "\(path)/revoke") : "",
                ]
            }, caption: seat.t("console.way.keys"))
    }

    private func isOver(_ key: APIKey) -> Bool { key.expiresAt.map { $0 <= seat.context.clock.now() } ?? false }

    private func state(of key: APIKey) -> Cell {
        if key.revokedAt != nil { return .state(seat.t("console.keys.revoked"), .bad) }
        if isOver(key) { return .state(seat.t("console.keys.over"), .bad) }
        guard let end = key.expiresAt else { return .state(seat.t("console.keys.live"), .good) }
        return .state(
            seat.t("console.keys.live_until", ["time": .text(seat.time(end))]), key.replacedBy == nil ? .good : .warn)
    }

    func name(_ right: StaffRight) -> String {
        let area = seat.t("console.area.\(right.area.rawValue)")
        return right.level == .write ? area : seat.t("console.area.read_only", ["area": .text(area)])
    }

    /// Nobody gives a key more than they may do themselves.
    var newForm: EditForm {
        EditForm(
            action: "/admin/keys/new", token: seat.token,
            lines: [
                .init(
                    name: "name", label: seat.t("console.keys.name"), kind: .input(type: "text"),
                    hint: seat.t("console.keys.name_hint"), isRequired: true, lengthMax: APIKey.nameMax),
                .init(
                    name: "rights", label: seat.t("console.keys.rights"),
                    kind: .checks(
                        StaffRight.all.filter { seat.caller.rights.allow($0) }.map { ($0.description, name($0)) }),
                    isRequired: true),
                .init(
                    name: "ranges", label: seat.t("console.keys.ranges"), kind: .area,
                    hint: seat.t("console.keys.ranges_hint"), direction: "ltr", lengthMax: 2_000),
                .init(
                    name: "days", label: seat.t("console.keys.days"), kind: .input(type: "number"),
                    hint: seat.t("console.keys.days_hint"), lengthMax: 4),
            ], submit: seat.t("console.keys.make"), cancel: (seat.t("console.form.cancel"), "/admin/keys"))
    }

    func rotateForm(_ id: UUID) async throws -> Answer {
        let key = try await seat.parts.identity.keys.one(id, in: seat.scope)
        let hours = [0, 24, 24 * 7, 24 * 30]
        let form = EditForm(
            action: "/admin/keys/\(id.text)/rotate", token: seat.token,
            lines: [
                .init(
                    name: "hours", label: seat.t("console.keys.overlap"),
                    kind: .select(hours.map { ("\($0)", seat.t("console.keys.hours", ["hours": .number($0)])) }),
                    values: ["24"])
            ], submit: seat.t("console.keys.rotate"), isDanger: true,
            cancel: (seat.t("console.form.cancel"), "/admin/keys"))
        return try seat.page(
            seat.t("console.keys.rotate"),
            lead: seat.t(
                "console.keys.rotate_text", ["name": .text(key.name), "prefix": .text(key.prefix)]), [.form(form)])
    }

    func told(_ made: ManageKeys.Made) throws -> Answer {
        try seat.page(
            seat.t("console.keys.made"), status: .created,
            [
                .secret(
                    seat.t("console.keys.secret"), made.secret.description, seat.t("console.keys.secret_text")),
                .links([(seat.t("console.way.keys"), "/admin/keys")]),
            ])
    }
}
