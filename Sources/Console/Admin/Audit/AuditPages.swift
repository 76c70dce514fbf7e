import HTTPTypes
import Identity
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
                gives: [.html(), Answer.csvOutput], options: .console.refusingImpersonatedFile
            ) { (input: AuditListInput, context: StaffPageContext) in
                let (seat, filter) = (Seat(context, parts), input.filter)
                if input.look.format == .csv { try seat.admitFile() }
                let action = input.look.format == .csv ? "audit.export" : "audit.read"
                parts.reads.note(AuditFeature.look(action, filter, context.auditActor), context.entry)
                let read = AuditRow.reader(filter, seat.sight, parts.identity.actors, in: seat.scope)
                return try await AuditList(reader: seat, path: Self.path, input: input, read: read)
                    .answer(lead: seat.t("console.audit.lead"))
            }
        ]
    }
}
