import Foundation
import HTTPTypes
import Localization
import Postgres
import Tenancy
import Vocabulary
import Web

/// A trail as a list of either console: searched, in either direction of time, taken away as a table. Whoever looks
/// stands in the trail, too; the route notes that.
struct AuditList<Seat: Reader>: Sendable {
    let reader: Seat
    let path: String
    let input: AuditListInput
    let read: AuditRow.Read

    /// - Parameter fields: what narrows it beside what every trail is narrowed by.
    func answer(lead: String, fields: [FormField] = []) async throws -> Answer {
        let look = input.look
        if look.format == .csv {
            _ = try list.settled(look) { text, _ in AuditPlace(text) }
            return try await AuditExport(format: .csv, isForPeople: true, read: read).answer
        }
        return try await reader.show(
            list, look, lead: lead, fields: fields + own, place: { $0.line.place },
            read: { _, place, limit in
                try await read(place, limit)
            })
    }

    @Sendable private func t(_ key: String) -> String { reader.words("console.audit.\(key)") }

    private var own: [FormField] {
        [
            reader.codeField("actor", t("actor"), input.actor, hint: t("actor_hint")),
            reader.codeField("action", t("action"), input.action, max: 60, hint: t("action_hint")),
            reader.codeField("object_id", t("object"), input.subject, max: 200, hint: t("object_hint")),
            reader.dayField("from", t("from"), input.from?.description),
            reader.dayField("until", t("until"), input.until?.description),
        ]
    }

    private var list: ItemList<AuditRow> {
        let (words, path, tenant) = (reader.words, path, input.look.tenant)
        func code(
            _ key: String, _ text: @escaping @Sendable (AuditRow) -> String?
        ) -> ItemList<AuditRow>.Column { .code(key, t(key), isOrdered: false, text) }
        /// Leads to all that the same one did.
        func actor(
            _ key: String, _ actor: @escaping @Sendable (AuditRow) -> String?
        ) -> ItemList<AuditRow>.Column {
            .state(key, t(key), isOrdered: false, actor) { row in
                let look = ListInput(tenant: tenant, others: [("actor", actor(row))])
                return row.names.cell(actor(row), words, url: look.address(path), isErased: row.line.isErased)
            }
        }
        return ItemList(
            words: reader.words, path: path, file: "audit", caption: t("title"), empty: t("empty"),
            natural: AuditListInput.natural,
            columns: [
                .moment("recorded", t("recorded"), reader) { $0.line.recordedAt }, code("action") { $0.line.action },
                actor("actor") { $0.line.actor }, actor("behalf") { $0.line.onBehalf },
                .state("object", t("object"), isOrdered: false) {
                    $0.line.subjectID
                } cell: {
                    object($0, words)
                },
                told("before") { $0.line.before?.text }, told("after") { $0.line.after?.text },
                code("address") { $0.line.address }, code("request") { $0.line.requestID },
            ])
    }

    /// What was erased is said to be, lest it look as if nothing had been told.
    private func told(
        _ key: String, _ text: @escaping @Sendable (AuditRow) -> String?
    ) -> ItemList<AuditRow>.Column {
        let erased = t("erased")
        return .state(key, t(key), isOrdered: false, text) { row in
            row.line.isErased ? Cell(erased, tone: .warned) : .code(text(row))
        }
    }

    @Sendable private func object(_ row: AuditRow, _ words: Translator) -> Cell {
        if let actor = row.object { return row.names.cell(actor, words, isErased: row.line.isErased) }
        return .code([row.line.subjectKind, row.line.subjectID].compactMap(\.self).joined(separator: " "))
    }
}

/// What a search of a trail takes on a page; days are those of Greenwich, as the times of a trail are.
struct AuditListInput: Input {
    let look: ListInput
    let actor: String?
    let action: String?
    let subject: String?
    let from: CalendarDate?
    let until: CalendarDate?

    static let natural = ListOrder("recorded", .down)

    static let form = Form<AuditListInput>(
        AuditListFields.actor, AuditListFields.action, AuditListFields.subject, AuditListFields.from,
        AuditListFields.until, ListFields.sort, ListFields.order, ListFields.after, ListFields.format
    ) {
        try AuditListInput(
            $0, $1, $2, $3, $4, ListInput(sort: $5, order: $6, after: $7, format: $8))
    }

    init(
        _ actor: String?, _ action: String?, _ subject: String?, _ from: CalendarDate?, _ until: CalendarDate?,
        _ look: ListInput
    ) throws {
        if let from, let until, until < from { throw InputFaults("?until", "until_before_from") }
        (self.actor, self.action, self.subject, self.from, self.until) = (actor, action, subject, from, until)
        var look = look
        look.others = [
            ("actor", actor), ("action", action), ("object_id", subject), ("from", from?.description),
            ("until", until?.description),
        ]
        self.look = look
    }

    var filter: AuditFilter {
        AuditFilter(
            actor: actor, action: action, subjectID: subject, from: from.map { Self.instant($0.daysSinceEpoch) },
            until: until.map { Self.instant($0.daysSinceEpoch + 1) },
            isOldestFirst: look.sort == Self.natural.key && look.order == .up)
    }

    private static func instant(_ days: Int) -> Date { Date(timeIntervalSince1970: Double(days) * 86_400) }
}

/// The same for an operator, who says whose trail.
struct PlatformAuditListInput: Input {
    let list: AuditListInput

    static let form = Form<PlatformAuditListInput>(
        ListFields.tenant, AuditListFields.actor, AuditListFields.action, AuditListFields.subject,
        AuditListFields.from, AuditListFields.until, ListFields.sort, ListFields.order, ListFields.after,
        ListFields.format
    ) {
        PlatformAuditListInput(
            list: try AuditListInput(
                $1, $2, $3, $4, $5, ListInput(tenant: $0, sort: $6, order: $7, after: $8, format: $9)))
    }
}

private enum AuditListFields {
    static let actor = Field("actor", .text(max: 100), "Who did it or had it done").optional
    static let action = Field("action", .code(CodePattern("a-z0-9._-", 1...60)), "How the action begins").optional
    static let subject = Field("object_id", .text(max: 200), "What it was done to").optional
    static let from = Field("from", .date, "The first day that is shown").optional
    static let until = Field("until", .date, "The last day that is shown").optional
}
