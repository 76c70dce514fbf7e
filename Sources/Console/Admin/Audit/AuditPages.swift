import HTTPTypes
import Tenancy
import Web

/// Who did what on the site, on the console.
struct AuditPages: Sendable {
    let parts: AdminParts

    private static let path = "/admin/audit"

    var routes: [Route] {
        [
            Route(
                .get, "/admin/audit", .staff(.audit, .read), "Who did what on this site, or all that fits as a table",
                gives: [.html(), Answer.csvOutput], refuses: [.init(403, "auth.impersonating")], options: .console
            ) { (input: AuditListInput, context: StaffPageContext) in
                let (seat, filter) = (Seat(context, parts), input.filter)
                if input.look.format == .csv { try seat.caller.refuseImpersonation() }
                let action = input.look.format == .csv ? "audit.export" : "audit.read"
                parts.reads.note(AuditFeature.look(action, filter, context.auditActor), context.entry)
                return try await AuditList(reader: seat, path: Self.path, input: input) { [scope = seat.scope] in
                    try await AuditSearch.page(filter, before: $0, limit: $1, in: scope)
                }.answer(lead: seat.t("console.audit.lead"))
            }
        ]
    }
}
