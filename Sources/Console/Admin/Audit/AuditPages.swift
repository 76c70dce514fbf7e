import HTTPTypes
import Localization
import Postgres
import Tenancy
import Vocabulary
import Web

/// Who did what on the site, on the console: searched, and taken away as a table.
struct AuditPages: Sendable {
    let parts: AdminParts

    private static let path = "/admin/audit"

    var routes: [Route] {
        [
            Route(
                .get, "/admin/audit", .staff(.audit, .read), "Who did what on this site", gives: [.html()],
                options: .console
            ) { (input: AuditPageInput, context: StaffPageContext) in try await list(input, Seat(context, parts)) },
            Route(
                .get, "/admin/audit/export", .staff(.audit, .read), "All of it that fits the filter",
                gives: AuditExport.outputs, options: .console
            ) { (input: AuditExportInput, context: StaffPageContext) in
                parts.reads.note(
                    AuditFeature.look("audit.export", input.filter, context.auditActor), context.entry)
                let scope = context.scope
                return try await AuditExport(format: input.format) { place, limit in
                    try await AuditSearch.page(input.filter, before: place, limit: limit, in: scope)
                }.answer
            },
        ]
    }

    private func list(_ input: AuditPageInput, _ seat: Seat) async throws -> Answer {
        parts.reads.note(
            AuditFeature.look("audit.read", input.filter, seat.context.auditActor), seat.context.entry)
        let lines = try await AuditSearch.page(
            input.filter, before: input.cursor, limit: SharedFields.rowsMax, in: seat.scope)
        var blocks = [Block.form(search(input.filter, seat))]
        if lines.isEmpty {
            blocks.append(.empty(seat.t("console.audit.none"), (seat.t("console.audit.reset"), Self.path)))
        } else {
            blocks.append(table(lines, seat))
            var ways = [(seat.t("console.bookings.export"), "\(Self.path)/export?" + query(input.filter))]
            if lines.count == SharedFields.rowsMax, let last = lines.last {
                let place = "cursor=\(PercentCoding.encode(last.place.description))&"
                ways.insert((seat.t("console.list.next"), "\(Self.path)?\(place)\(query(input.filter))"), at: 0)
            }
            blocks.append(.links(ways))
        }
        return try seat.page(seat.t("console.way.audit"), lead: seat.t("console.audit.lead"), blocks)
    }

    private func table(_ lines: [AuditLine], _ seat: Seat) -> Block {
        .table(
            [
                seat.t("console.bookings.when"), seat.t("console.bookings.step"), seat.t("console.bookings.who"),
                seat.t("console.audit.subject"), seat.t("console.audit.change"), seat.t("console.audit.from"),
            ],
            lines.map { line in
                [
                    Cell(seat.time(line.recordedAt)), .code(line.action),
                    .code([line.actor, line.onBehalf].compactMap(\.self).joined(separator: " → ")),
                    .code([line.subjectKind, line.subjectID].compactMap(\.self).joined(separator: " ")),
                    .code([line.before?.text, line.after?.text].compactMap(\.self).joined(separator: " → ")),
                    .code(line.address ?? ""),
                ]
            }, caption: seat.t("console.way.audit"))
    }

    private func search(_ filter: AuditFilter, _ seat: Seat) -> EditForm {
        EditForm(
            action: Self.path, token: nil,
            lines: [
                .init(
                    name: "actor", label: seat.t("console.bookings.who"), kind: .input(type: "search"),
                    values: [filter.actor ?? ""], hint: seat.t("console.audit.who_hint"), direction: "ltr",
                    lengthMax: 100),
                .init(
                    name: "action", label: seat.t("console.bookings.step"), kind: .input(type: "search"),
                    values: [filter.action ?? ""], hint: seat.t("console.audit.step_hint"), direction: "ltr",
                    lengthMax: 60),
                .init(
                    name: "object_id", label: seat.t("console.audit.subject"), kind: .input(type: "search"),
                    values: [filter.subjectID ?? ""], hint: seat.t("console.audit.subject_hint"), direction: "ltr"),
            ], submit: seat.t("console.bookings.filter"), isRow: true)
    }

    private func query(_ filter: AuditFilter) -> String {
        [("actor", filter.actor), ("action", filter.action), ("object_id", filter.subjectID)]
            .compactMap { name, value in value.map { "\(name)=\(PercentCoding.encode($0))" } }
            .joined(separator: "&")
    }
}
