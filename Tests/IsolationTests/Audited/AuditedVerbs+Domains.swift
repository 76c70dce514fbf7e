import Foundation
import Postgres
import TestSupport
import Vocabulary

/// What is done with a partner's proved hosts, by its people and by operators; last of all, for other requests may be
/// led to a host that became the primary one.
extension AuditedVerb {
    static let domains: [AuditedVerb] = [
        AuditedVerb(
            "POST /api/admin/domains/{id}/verify", "domain.lost", notes: noted
        ) { seat in seat.asOwner("/api/admin/domains/\(try await seat.staleHost())/verify") },
        AuditedVerb(
            "POST /api/platform/tenants/{slug}/domains/{id}/verify", "domain.lost", trail: .both, doer: .operatorToken,
            notes: noted
        ) { seat in seat.asOperator("\(base(seat))/\(try await seat.staleHost())/verify") },
        AuditedVerb("POST /api/admin/domains/{id}/primary", "domain.make_primary") { seat in
            seat.asOwner("/api/admin/domains/\(try await seat.ownedHost())/primary")
        },
        AuditedVerb("DELETE /api/admin/domains/{id}/primary", "domain.end_primary") { seat in
            seat.asOwner("/api/admin/domains/\(try await seat.primaryHost())/primary")
        },
        AuditedVerb(
            "POST /api/platform/tenants/{slug}/domains/{id}/primary", "domain.make_primary", trail: .both,
            doer: .operatorToken
        ) { seat in seat.asOperator("\(base(seat))/\(try await seat.ownedHost())/primary") },
        AuditedVerb(
            "DELETE /api/platform/tenants/{slug}/domains/{id}/primary", "domain.end_primary", trail: .both,
            doer: .operatorToken
        ) { seat in seat.asOperator("\(base(seat))/\(try await seat.primaryHost())/primary") },
    ]

    /// That somebody asked is noted before the host is looked at: whoever asks again at once is told to wait, whatever
    /// came of it.
    private static let noted: Set = ["platform.domain_claims"]

    private static func base(_ seat: AuditedSeat) -> String { "/api/platform/tenants/\(seat.partner.word)/domains" }
}
