import Foundation
import HTTPTypes
import Localization
import Postgres
import Tenancy
import Vocabulary
import Web

/// Who did what on the platform, or on one partner's site. Whoever looks stands in the trail, too.
struct DeskAudit: Sendable {
    let parts: DeskParts

    var routes: [Route] {
        [
            Route(
                .get, "/desk/audit", .operate(.audit), "Who did what, newest first", gives: [.html(), .file, .signIn],
                refuses: [.init(404, "tenant.unknown")], options: .desk
            ) { (input: AuditDeskInput, context: OperatorPageContext) in
                try await list(input, Sitting(context, parts, at: .audit))
            }
        ]
    }

    private func list(_ input: AuditDeskInput, _ sitting: Sitting) async throws -> Answer {
        let words = sitting.words
        let isFile = input.look.format == .csv
        let read = try await reader(input, isFile ? "audit.export" : "audit.read", sitting)
        let list = table(sitting, input)
        if isFile { return try await list.answer { last, _ in try await read(last?.place, AuditExport.pageMax) } }
        let page = try await read(
            input.look.after.flatMap(AuditPlace.init), ListInput.rowsPerPage + 1)
        func field(_ name: String, _ value: String?, _ hint: String? = nil) -> DeskField {
            DeskField(
                name: name, label: words("desk.column.\(name)"), value: value ?? "", hint: hint, isRequired: false,
                max: AuditDeskInput.wordMax, isCode: true)
        }
        func day(_ name: String, _ value: CalendarDate?) -> DeskField {
            DeskField(
                name: name, label: words("desk.column.\(name)"), kind: .line("date"),
                value: value?.description ?? "", isRequired: false)
        }
        return try sitting.page(
            words("desk.menu.audit"), lead: words("desk.audit.lead"),
            [
                sitting.filter(
                    DeskPart.audit.url,
                    [
                        sitting.tenantField(input.look), field("actor", input.actor),
                        field("action", input.action), day("from", input.from), day("until", input.until),
                    ], sort: input.look),
                .table(list.table(ofPage: page, input.look) { $0.place.description }),
            ])
    }

    private func reader(_ input: AuditDeskInput, _ action: String, _ sitting: Sitting) async throws -> AuditExport.Read
    {
        let (filter, actor) = (input.filter, sitting.context.auditActor)
        parts.reads.note(AuditFeature.look(action, filter, actor))
        guard let slug = input.look.tenant else {
            return { [platform = parts.platform] place, limit in
                try await AuditSearch.page(filter, before: place, limit: limit, in: platform)
            }
        }
        guard let scope = try await parts.tenants.scope(slug: slug) else {
            throw TenantError.unknown(slug: slug).problem
        }
        parts.reads.note(AuditFeature.look(action, filter, actor), scope.entry)
        return { place, limit in try await AuditSearch.page(filter, before: place, limit: limit, in: scope) }
    }

    private func table(_ sitting: Sitting, _ input: AuditDeskInput) -> DeskList<AuditLine> {
        let words = sitting.words
        func text(_ key: String, _ text: @escaping @Sendable (AuditLine) -> String?) -> DeskList<AuditLine>.Column {
            .init(key: key, label: words("desk.column.\(key)"), isOrdered: false) {
                DeskValue(text($0))
            } cell: {
                .code(text($0))
            }
        }
        var list = DeskList<AuditLine>(
            path: DeskPart.audit.url, file: "audit", caption: words("desk.menu.audit"),
            empty: words("desk.audit.empty"),
            columns: [
                .init(key: "recorded", label: words("desk.column.recorded"), isOrdered: false) {
                    DeskValue($0.recordedAt)
                } cell: {
                    sitting.moment($0.recordedAt)
                },
                text("action") { $0.action }, text("actor") { $0.actor }, text("behalf") { $0.onBehalf },
                text("object") { line in line.subjectID.map { "\(line.subjectKind ?? ""):\($0)" } },
                text("before") { $0.before?.text }, text("after") { $0.after?.text },
                text("address") { $0.address }, text("request") { $0.requestID },
            ])
        list.kept = input.kept
        return list
    }
}

struct AuditDeskInput: Input {
    let look: ListInput
    let actor: String?
    let action: String?
    let from: CalendarDate?
    let until: CalendarDate?

    static let wordMax = 100

    static let form = Form(
        Field("tenant", .code(SlugInput.pattern)).optional, Field("actor", .text(max: wordMax)).optional,
        Field("action", .code(CodePattern("a-z0-9._-", 1...60))).optional, Field("from", .date).optional,
        Field("until", .date, "The last day that is shown").optional,
        Field("after", .code(CodePattern("a-zA-Z0-9.-", 1...80))).optional,
        Field("format", Kind<ListInput.Format>.choice).or(.page)
    ) { tenant, actor, action, from, until, after, format in
        if let from, let until, until < from { throw InputFaults("?until", "until_before_from") }
        return AuditDeskInput(
            look: ListInput(
                search: nil, state: nil, kind: nil, tenant: tenant, sort: nil, order: .up, page: 1, after: after,
                format: format, done: nil), actor: actor, action: action, from: from, until: until)
    }

    /// Days are those of Greenwich, as the times of the list are.
    var filter: AuditFilter {
        AuditFilter(
            actor: actor, action: action, from: from.map { Self.instant($0.daysSinceEpoch) },
            until: until.map { Self.instant($0.daysSinceEpoch + 1) })
    }

    private static func instant(_ days: Int) -> Date { Date(timeIntervalSince1970: Double(days) * 86_400) }

    /// What further pages and the file are narrowed by, too.
    var kept: [(name: String, value: String)] {
        [("actor", actor), ("action", action), ("from", from?.description), ("until", until?.description)]
            .compactMap { name, value in value.map { (name, $0) } }
    }
}
