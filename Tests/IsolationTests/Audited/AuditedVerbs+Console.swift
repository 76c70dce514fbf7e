import Foundation
import Postgres
import TestSupport
import Vocabulary
import Web

/// What the owner does on the console.
extension AuditedVerb {
    static let console: [AuditedVerb] = [
        AuditedVerb("POST /admin/staff/invitations", "staff.invite") { seat in
            seat.browser.form(
                "/admin/staff/invitations",
                [("email", "c-\(UUID().text)@example.com"), ("role", "agent"), ("locale", "en")])
        },
        AuditedVerb("POST /admin/staff/invitations/{id}/withdraw", "staff.withdraw") { seat in
            let body = "{\"email\":\"w-\(UUID().text)@example.com\",\"role\":\"agent\"}"
            let id = try await seat.owned("/api/admin/invitations", body)
            return seat.browser.form("/admin/staff/invitations/\(id)/withdraw")
        },
        AuditedVerb("POST /admin/staff/{id}", "staff.role") { seat in
            let person = try await seat.person(role: "partner")
            return seat.browser.form("/admin/staff/\(person.account.text)", [("role", "agent")])
        },
        AuditedVerb("POST /admin/keys/new", "key.create") { seat in
            seat.browser.form("/admin/keys/new", [("name", "k-\(UUID().text)"), ("rights", "site:read")])
        },
        AuditedVerb("POST /admin/keys/{id}/rotate", "key.rotate") { seat in
            seat.browser.form("/admin/keys/\(try await key(seat))/rotate", [("hours", "0")])
        },
        AuditedVerb("POST /admin/keys/{id}/revoke", "key.revoke") { seat in
            seat.browser.form("/admin/keys/\(try await key(seat))/revoke")
        },
        AuditedVerb("POST /admin/brand/edit", "branding.draft") { seat in
            seat.browser.form("/admin/brand/edit", [("light_accent", "#123456"), ("light_accent_text", "#ffffff")])
        },
        AuditedVerb("POST /admin/brand/edit/discard", "branding.sketch_dropped", tells: false) { seat in
            let sketch = seat.browser.form("/admin/brand/edit", [("deed", "preview"), ("light_accent", "#123456")])
            _ = try await seat.send(sketch, "POST")
            return seat.browser.form("/admin/brand/edit/discard")
        },
        AuditedVerb("POST /admin/brand/releases/{release}/publish", "branding.publish") { seat in
            seat.browser.form("/admin/brand/releases/\(try await seat.draft())/publish")
        },
        AuditedVerb("POST /admin/texts/edit", "text.override") { seat in
            seat.browser.form(
                "/admin/texts/edit",
                [("locale", "en"), ("key", "home.title"), ("pattern", "Home \(UUID().text)")])
        },
        AuditedVerb("POST /admin/domains", "domain.claim") { seat in
            seat.browser.form("/admin/domains", [("host", "c\(UUID().text.prefix(8)).example.net")])
        },
        AuditedVerb(
            "POST /admin/domains/{id}/verify", "domain.lost", notes: ["platform.domain_claims"]
        ) { seat in seat.browser.form("/admin/domains/\(try await seat.staleHost())/verify") },
        AuditedVerb("POST /admin/domains/{id}/remove", "domain.remove") { seat in
            seat.browser.form("/admin/domains/\(try await seat.ownedHost())/remove")
        },
        AuditedVerb("POST /admin/domains/{id}/end-primary", "domain.end_primary") { seat in
            seat.browser.form("/admin/domains/\(try await seat.primaryHost())/end-primary")
        },
        AuditedVerb("POST /admin/domains/{id}/primary", "domain.make_primary") { seat in
            seat.browser.form("/admin/domains/\(try await seat.ownedHost())/primary")
        },
    ]

    private static func key(_ seat: AuditedSeat) async throws -> String {
        try await seat.owned("/api/admin/api-keys", "{\"name\":\"k-\(UUID().text)\",\"rights\":[\"site:read\"]}")
    }
}
