import Foundation
import HTTPTypes
import Identity
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
                .get, "/desk/audit", .operate(.audit), "Who did what, newest first unless told otherwise",
                gives: [.html(), Answer.csvOutput, .signIn],
                refuses: [.init(404, "tenant.unknown")], options: .desk
            ) { (input: PlatformAuditListInput, context: OperatorPageContext) in
                try await list(input.list, Sitting(context, parts, at: .audit))
            }
        ]
    }

    private func list(_ input: AuditListInput, _ sitting: Sitting) async throws -> Answer {
        let action = input.look.format == .csv ? "audit.export" : "audit.read"
        return try await AuditList(
            reader: sitting, path: DeskPart.audit.url, input: input, read: try await reader(input, action, sitting)
        ).answer(lead: sitting.words("desk.audit.lead"), fields: [sitting.tenantField(input.look)])
    }

    private func reader(_ input: AuditListInput, _ action: String, _ sitting: Sitting) async throws -> AuditRow.Read {
        let (filter, actor) = (input.filter, sitting.context.auditActor)
        parts.reads.note(AuditFeature.look(action, filter, actor))
        guard let slug = input.look.tenant else {
            return AuditRow.reader(filter, in: parts.platform)
        }
        guard let scope = try await parts.tenants.scope(slug: slug) else {
            throw TenantError.unknown(slug: slug).problem
        }
        parts.reads.note(AuditFeature.look(action, filter, actor), scope.entry)
        return AuditRow.reader(filter, .operator, parts.identity.actors, in: scope)
    }
}
