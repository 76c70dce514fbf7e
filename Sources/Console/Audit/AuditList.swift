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
    let read: AuditExport.Read

    /// - Parameter fields: what narrows it beside what every trail is narrowed by.
    func answer(lead: String, fields: [FormField] = []) async throws -> Answer {
        let look = input.look
        if look.format == .csv {
            return try await AuditExport(format: .csv, isForPeople: true, read: read).answer
        }
        let page = try await read(look.after.flatMap(AuditPlace.init), ListInput.rowsPerPage + 1)
        return try reader.page(
            t("title"), lead: lead,
            [
                reader.filter(path, fields + own, sort: look),
                .table(list.table(ofPage: page, look) { $0.place.description }),
            ])
    }

    private func t(_ key: String) -> String { reader.words("console.audit.\(key)") }

    private var own: [FormField] {
        [
            reader.codeField("actor", t("actor"), input.actor, hint: t("actor_hint")),
            reader.codeField("action", t("action"), input.action, max: 60, hint: t("action_hint")),
            reader.codeField("object_id", t("object"), input.subject, max: 200, hint: t("object_hint")),
            reader.dayField("from", t("from"), input.from?.description),
            reader.dayField("until", t("until"), input.until?.description),
        ]
    }

    private var list: ItemList<AuditLine> {
        func code(
            _ key: String, _ text: @escaping @Sendable (AuditLine) -> String?
        ) -> ItemList<AuditLine>.Column { .code(key, t(key), isOrdered: false, text) }
        return ItemList(
            words: reader.words, path: path, file: "audit", caption: t("title"), empty: t("empty"),
            natural: AuditListInput.natural,
            columns: [
                .moment("recorded", t("recorded"), reader) { $0.recordedAt }, code("action") { $0.action },
                code("actor") { $0.actor }, code("behalf") { $0.onBehalf },
                code("object") { [$0.subjectKind, $0.subjectID].compactMap(\.self).joined(separator: " ") },
                code("before") { $0.before?.text }, code("after") { $0.after?.text },
                code("address") { $0.address }, code("request") { $0.requestID },
            ])
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
