import Foundation
import HTTPTypes
import Tenancy
import Vocabulary
import Web

/// Takes what the trail tells of a guest or a traveller out of it, for those who do not delete an account themselves.
/// What the staff did stays: a trail that its own subjects may empty proves nothing. The chain stands, and an entry
/// says who had it done.
extension AuditFeature {
    var erasureRoute: Route {
        Route(
            .post, "/api/admin/audit/erasures", .staff(.audit, .write),
            "Erases addresses, programs' names, before and after of a guest or a traveller, for good; the staff's acts stay",
            gives: [.json(.object("AuditErasure", [.init("entries", .count)], closed: true))],
            refuses: [.init(409, "audit.of_staff")]
        ) { (input: AuditErasureInput, context: StaffContext) in
            let entries = try await context.scope.transaction { tx in
                let erasure = AuditErasure(identifiers: identifiers)
                if case .account(let id) = input.erased, try await erasure.isOfStaff(id, in: tx) {
                    throw Problem(409, "audit.of_staff")
                }
                return try await erasure.erase(input.erased, by: context.auditActor, in: tx)
            }
            return .json(cache: .never) { $0.object { $0.member("entries", entries) } }
        }
    }
}

/// Whose a thing is that entries may be erased about.
enum AuditErasable: String, CaseIterable, Sendable {
    case booking
    /// With all that its holder did.
    case account
}

struct AuditErasureInput: Input {
    let erased: AuditErased

    static let form = Form<AuditErasureInput>(
        "AuditErasureRequest",
        Field(
            "object_kind", Kind<AuditErasable>.choice, "As the entries have it; `account` for all that one did, too."),
        Field("object_id", .uuid, "As the entries have it.")
    ) { kind, id in
        AuditErasureInput(erased: kind == .account ? .account(id) : .subject(kind: kind.rawValue, id: id.text))
    }
}
