import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import TravelHub

@Suite("Who looks at people stands in the trail")
struct AuditedReadsTests {
    @Test("Accounts, the staff, who was asked to join, and who was written to: in JSON and on pages, on one's own site")
    func looks() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            for partner in [sites.attacker, sites.victim] {
                let email = SweptPeople(word: partner.word).email
                let wire = sites.wire(partner.host)
                let bearer = [
                    (
                        "authorization",
                        "Bearer "
                            + (try await wire.json(
                                "/api/auth/login", [],
                                "{\"email\":\"\(email)\",\"password\":\"\(SweptPeople.password)\"}"
                            ).expect("access_token"))
                    )
                ]
                let seat = try await ConsoleSeat.signIn(email, on: wire)
                let id = try await wire.get("/api/me", bearer).expect("id")
                let looks: [(path: String, action: String, kind: String, id: String)] = [
                    ("/api/admin/users", "account.read", "account", "list"),
                    ("/api/admin/users/\(id)", "account.read", "account", id),
                    ("/api/admin/invitations", "invitation.read", "invitation", "list"),
                    ("/api/admin/mail/messages", "mail.read", "mail", "list"),
                    ("/admin/mail/messages", "mail.read", "mail", "list"),
                    ("/admin/mail/messages?format=csv", "mail.export", "mail", "list"),
                    ("/api/admin/mail/suppressions", "suppression.read", "suppression", "list"),
                    ("/admin/mail/suppressions", "suppression.read", "suppression", "list"),
                    ("/admin/mail/suppressions?format=csv", "suppression.export", "suppression", "list"),
                    ("/admin/staff", "staff.read", "staff", "list"),
                    ("/admin/staff/invitations", "invitation.read", "invitation", "list"),
                    ("/admin/staff/\(id)", "account.read", "account", id),
                ]
                for look in looks {
                    let before = try await count(sites, partner, look.action, look.kind, look.id, by: id)
                    let reply =
                        try await look.path.hasPrefix("/api/") ? wire.get(look.path, bearer) : seat.get(look.path)
                    #expect(reply.status == 200, "\(look.path): \(reply.status)")
                    await sites.hub.reads.flush()
                    let after = try await count(sites, partner, look.action, look.kind, look.id, by: id)
                    #expect(after == before + 1, "\(look.path)")
                }
                // What is not there was not looked at.
                #expect(try await wire.get("/api/admin/users/\(UUID().text)", bearer).status == 404)
                await sites.hub.reads.flush()
                #expect(try await count(sites, partner, "account.read", "account", nil, by: id) == 3)
            }
        }
    }

    private func count(
        _ sites: SweptSites, _ partner: SweptPartner, _ action: String, _ kind: String, _ id: String?, by owner: String
    ) async throws -> Int {
        try await sites.fleet.admin.single(
            """
            select count(*) as looks from shared.audit_entries
             where tenant_id = \(partner.entry.id) and action = \(action) and subject_kind = \(kind)
               and (\(id)::text is null or subject_id = \(id)) and actor = \("account:" + owner)
               and address is not null
            """
        ).only().get("looks")
    }
}
