import Foundation
import TestSupport
import Postgres
import Tenancy
import Vocabulary

/// What a site's own staff does on it.
extension AuditedVerb {
    static let staff: [AuditedVerb] = [
        AuditedVerb("PATCH /api/admin/users/{id}", "staff.role") { seat in
            let person = try await seat.person()
            return with(seat.asOwner("/api/admin/users/\(person.account.text)"), #"{"role":"agent"}"#)
        },
        AuditedVerb("POST /api/admin/invitations", "staff.invite") { seat in
            seat.asOwner("/api/admin/invitations", Self.invitee)
        },
        AuditedVerb("DELETE /api/admin/invitations/{id}", "staff.withdraw") { seat in
            seat.asOwner("/api/admin/invitations/\(try await seat.owned("/api/admin/invitations", Self.invitee))")
        },
        AuditedVerb("POST /api/admin/api-keys", "key.create") { seat in seat.asOwner("/api/admin/api-keys", Self.newKey)
        },
        AuditedVerb("POST /api/admin/api-keys/{id}/rotate", "key.rotate") { seat in
            seat.asOwner("/api/admin/api-keys/\(try await seat.owned("/api/admin/api-keys", Self.newKey))/rotate")
        },
        AuditedVerb("DELETE /api/admin/api-keys/{id}", "key.revoke") { seat in
            seat.asOwner("/api/admin/api-keys/\(try await seat.owned("/api/admin/api-keys", Self.newKey))")
        },
        AuditedVerb("POST /api/admin/identity-providers", "identity_provider.create") { seat in
            seat.asOwner("/api/admin/identity-providers", AuditedSeat.providerBody())
        },
        AuditedVerb("PUT /api/admin/identity-providers/{id}", "identity_provider.change") { seat in
            seat.asOwner("/api/admin/identity-providers/\(try await seat.provider())", AuditedSeat.providerBody())
        },
        AuditedVerb("DELETE /api/admin/identity-providers/{id}", "identity_provider.delete") { seat in
            seat.asOwner("/api/admin/identity-providers/\(try await seat.provider())")
        },
        AuditedVerb("PUT /api/admin/mail/sender", "mail.sender_changed") { seat in
            seat.asOwner("/api/admin/mail/sender", AuditedSeat.sender)
        },
        AuditedVerb("POST /api/admin/mail/sender/key", "mail.sender_key_made") { seat in
            try await seat.chooseSender()
            return seat.asOwner("/api/admin/mail/sender/key", #"{"algorithm":"ed25519-sha256"}"#)
        },
        AuditedVerb("POST /api/admin/mail/sender/check", "mail.sender_checked") { seat in
            try await seat.chooseSender()
            return seat.asOwner("/api/admin/mail/sender/check")
        },
        AuditedVerb("DELETE /api/admin/mail/sender", "mail.sender_removed") { seat in
            try await seat.chooseSender()
            return seat.asOwner("/api/admin/mail/sender")
        },
        AuditedVerb("DELETE /api/admin/mail/suppressions/{id}", "mail.suppression_lifted") { seat in
            seat.asOwner("/api/admin/mail/suppressions/\(try await seat.suppression())")
        },
        AuditedVerb("POST /api/admin/domains", "domain.claim") { seat in
            seat.asOwner("/api/admin/domains", Self.newHost)
        },
        AuditedVerb("DELETE /api/admin/domains/{id}", "domain.remove") { seat in
            seat.asOwner("/api/admin/domains/\(try await seat.owned("/api/admin/domains", Self.newHost))")
        },
        AuditedVerb("POST /api/admin/branding/drafts", "branding.draft") { seat in
            seat.asOwner("/api/admin/branding/drafts")
        },
        AuditedVerb("POST /api/admin/branding/releases/{release}/publish", "branding.publish") { seat in
            seat.asOwner("/api/admin/branding/releases/\(try await seat.draft())/publish")
        },
        AuditedVerb("POST /api/admin/branding/rollback", "branding.publish") { seat in
            seat.asOwner("/api/admin/branding/rollback", #"{"release":1}"#)
        },
        AuditedVerb("PUT /api/admin/messages/{locale}/{key}", "text.override") { seat in
            _ = try await seat.sites.wire(seat.partner.host).send("DELETE", Self.text, seat.owner.bearer)
            return seat.asOwner(Self.text, "{\"pattern\":\"Home \(UUID().text)\"}")
        },
        AuditedVerb("DELETE /api/admin/messages/{locale}/{key}", "text.reset") { seat in
            _ = try await seat.wire.send(
                "PUT", Self.text, seat.owner.bearer + [("content-type", "application/json")], body: #"{"pattern":"X"}"#)
            return seat.asOwner(Self.text)
        },
        AuditedVerb("PUT /api/admin/settings/support", "site.support") { seat in
            let mail = "d\(UUID().text.prefix(8))@example.com"
            return seat.asOwner(
                "/api/admin/settings/support",
                "{\"mail\":\"\(mail)\",\"phone\":\"+4315550142\",\"zone\":\"Europe/Vienna\"}")
        },
        AuditedVerb("PUT /api/admin/settings/company", "site.company") { seat in
            seat.asOwner(
                "/api/admin/settings/company",
                "{\"company\":\"C \(UUID().text)\",\"address\":[\"Main Road 1\"],\"country\":\"AT\"}")
        },
        AuditedVerb("PUT /api/admin/pages/{kind}/{locale}", "page.publish") { seat in
            seat.asOwner(
                "/api/admin/pages/terms/en", "{\"title\":\"Terms\",\"body\":\"<p>\(UUID().text)</p>\"}")
        },
        AuditedVerb("POST /api/admin/jobs/replay", "job.replay") { seat in
            _ = try await seat.deadJob()
            return seat.asOwner("/api/admin/jobs/replay")
        },
        AuditedVerb("POST /api/admin/jobs/{job}/replay", "job.replay") { seat in
            seat.asOwner("/api/admin/jobs/\(try await seat.deadJob())/replay")
        },
        AuditedVerb("POST /api/admin/audit/erasures", "audit.erase") { seat in
            seat.asOwner("/api/admin/audit/erasures", "{\"object_kind\":\"booking\",\"object_id\":\"\(UUID().text)\"}")
        },
    ]

    private static let text = "/api/admin/messages/en/home.title"
    private static var newKey: String { "{\"name\":\"k-\(UUID().text)\",\"rights\":[\"site:read\"]}" }
    private static var invitee: String { "{\"email\":\"s-\(UUID().text)@example.com\",\"role\":\"agent\"}" }
    private static var newHost: String { "{\"host\":\"h\(UUID().text.prefix(8)).example.net\"}" }

    private static func with(_ request: Request, _ body: String) -> Request {
        var request = request
        request.body = body
        return request
    }
}

extension AuditedSeat {
    static let sender = #"{"address":"trips@mail.example.com","name":"Trips"}"#

    func chooseSender() async throws {
        _ = try await wire.send(
            "PUT", "/api/admin/mail/sender", owner.bearer + [("content-type", "application/json")], body: Self.sender)
    }

    func suppression() async throws -> String {
        let id = UUID()
        _ = try await fleet.tenants.scope(partner.entry).run(
            """
            insert into mail_suppressions (tenant_id, address_index, reason, suppression_id)
            values (\(partner.entry.id), sha256(\([UInt8](id.text.utf8))), 'complaint', \(id))
            """)
        return id.text
    }

    func draft() async throws -> Int {
        let reply = try await wire.json("/api/admin/branding/drafts", owner.bearer, "{}")
        guard let release = reply.body.firstMatch(of: /"release":(\d+)/).flatMap({ Int($0.1) }) else {
            throw TestSupport.Wire.Reply.Missing(description: reply.body)
        }
        return release
    }

    /// One that waits for its hour.
    func waitingJob() async throws -> String {
        let id = UUID()
        _ = try await fleet.admin.single(
            """
            insert into shared.jobs (tenant_id, job_id, queue, kind, arguments, envelope, state, run_at)
            values (\(partner.entry.id), \(id), 'ordinary', 'test.waits', '{}', '', 'scheduled',
                    clock_timestamp() + interval '1 day')
            """)
        return id.text
    }

    /// One alone: those of before are put out of the way.
    func deadJob() async throws -> String {
        let id = UUID()
        _ = try await fleet.admin.single("delete from shared.jobs where state = 'dead'")
        _ = try await fleet.admin.single(
            """
            insert into shared.jobs (tenant_id, job_id, queue, kind, arguments, envelope, state)
            values (\(partner.entry.id), \(id), 'ordinary', 'test.dead', '{}', '', 'dead')
            """)
        return id.text
    }
}
