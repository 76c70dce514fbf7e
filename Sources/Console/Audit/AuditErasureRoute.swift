import Foundation
import HTTPTypes
import Tenancy
import Vocabulary
import Web

/// Takes what the trail tells of a person out of it, for those who have no account to delete: a guest's booking, for
/// one. The chain stands, and an entry says who had it done.
extension AuditFeature {
    var erasureRoute: Route {
        Route(
            .post, "/api/admin/audit/erasures", .staff(.audit, .write),
            "Erases addresses, programs' names, before and after from the entries about one thing, for good",
            gives: [.json(.object("AuditErasure", [.init("entries", .count)], closed: true))]
        ) { (input: AuditErasureInput, context: StaffContext) in
            let entries = try await context.scope.transaction { tx in
                try await AuditErasure(identifiers: identifiers).erase(
                    input.erased, by: context.auditActor, in: tx)
            }
            return .json(cache: .never) { $0.object { $0.member("entries", entries) } }
        }
    }
}

struct AuditErasureInput: Input {
    let erased: AuditErased

    static let form = Form<AuditErasureInput>(
        "AuditErasureRequest",
        Field(
            "object_kind", .text(max: 40, []), "As the entries have it: `booking`; `account` for all that one did, too."
        ),
        Field("object_id", .text(max: 100, []), "As the entries have it.")
    ) { kind, id in
        let account = kind == "account" ? UUID(uuidString: id) : nil
        return AuditErasureInput(erased: account.map(AuditErased.account) ?? .subject(kind: kind, id: id))
    }
}
