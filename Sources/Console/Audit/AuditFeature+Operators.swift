import HTTPTypes
import Identity
import Tenancy
import Vocabulary
import Web

extension AuditFeature {
    var operatorRoutes: [Route] {
        [
            Route(
                .get, "/api/platform/audit", .operate(.audit),
                "Who did what on the platform, or on one partner's site, newest first unless told otherwise",
                gives: [.json(.page(of: AuditRow.schema))], refuses: [.init(404, "tenant.unknown")]
            ) { (input: PlatformAuditInput, context: OperatorContext) in
                let read = try await reader(input.tenant, input.page.filter, "audit.read", context)
                return Self.page(try await read(input.page.cursor, input.page.limit), input.page.limit)
            },
            Route(
                .get, "/api/platform/audit/export", .operate(.audit),
                "All of it that fits the filter, newest first, as a file", gives: AuditExport.outputs,
                refuses: [.init(404, "tenant.unknown")], options: .export()
            ) { (input: PlatformAuditExportInput, context: OperatorContext) in
                let read = try await reader(input.tenant, input.export.filter, "audit.export", context)
                return try await AuditExport(format: input.export.format, read: read).answer
            },
        ]
    }

    /// An operator's look at a partner's trail stands in that one, too.
    private func reader(
        _ slug: String?, _ filter: AuditFilter, _ action: String, _ context: OperatorContext
    ) async throws -> AuditRow.Read {
        guard let slug else {
            reads.note(Self.look(action, filter, context.auditActor))
            return AuditRow.reader(filter, in: platform)
        }
        guard let scope = try await desk.scope(slug: slug) else { throw TenantError.unknown(slug: slug).problem }
        reads.note(Self.look(action, filter, context.auditActor), scope.entry)
        reads.note(
            AuditEntry(
                action: action, actor: context.auditActor, subjectKind: "tenant", subjectID: slug,
                after: filter.document))
        return AuditRow.reader(filter, .operator, actors, in: scope)
    }
}
