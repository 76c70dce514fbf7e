import Foundation
import HTTPTypes
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import TravelHub

@Suite("An operator who acts as an owner looks and helps, and takes nothing over")
struct ImpersonatedOwnerTests {
    /// Writes that help: each can be taken back, or gives nobody anything. A new one is argued for here.
    private static let served: Set<String> = [
        // The person's own settings, and devices that are signed out.
        "PATCH /api/me", "DELETE /api/me/sessions/{id}", "POST /api/me/sessions/end-others", "POST /api/auth/logout",
        "POST /{locale}/account", "POST /{locale}/account/devices/end", "POST /{locale}/account/devices/end-others",
        "POST /admin/sign-out",
        // A booking is found, and a payment looked at as it stands at the processor anyway.
        "POST /{locale}/manage", "POST /api/bookings/{id}/payments/settle",
        // The look and the words, which roll back.
        "POST /api/admin/branding/drafts", "POST /api/admin/branding/releases/{release}/previews",
        "POST /api/admin/branding/releases/{release}/publish", "POST /api/admin/branding/rollback",
        "POST /admin/brand/edit", "POST /admin/brand/edit/discard", "POST /admin/brand/releases/{release}/publish",
        "PUT /api/admin/messages/{locale}/{key}", "DELETE /api/admin/messages/{locale}/{key}", "POST /admin/texts/edit",
        // Looks at what is there already, and what was tried before.
        "POST /api/admin/domains/{id}/verify", "POST /admin/domains/{id}/verify", "POST /api/admin/mail/sender/check",
        "POST /api/admin/identity-providers/{id}/check", "POST /api/admin/jobs/replay",
        "POST /api/admin/jobs/{job}/replay",
        // Takes away what was given.
        "DELETE /api/admin/api-keys/{id}", "POST /admin/keys/{id}/revoke", "DELETE /api/admin/invitations/{id}",
        "POST /admin/staff/invitations/{id}/withdraw",
    ]

    /// One of the two sites speaks Japanese.
    private static let titles = ["Not while acting as somebody else", "代理操作中はできません"]

    private static let filled = [
        "locale": "en", "id": "00000000-0000-7000-8000-000000000000", "release": "1", "key": "console.setup.lead",
        "job": "00000000-0000-7000-8000-000000000000", "booking": "00000000-0000-7000-8000-000000000000",
    ]

    @Test(
        "A route that writes for an account, a booking or the staff is closed to whoever acts, unless it says otherwise"
    )
    func declared() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let writes = try sites.routes.filter { route in
                switch route.permission {
                case .member, .bookingHolder, .staff, .anyStaff: route.isWrite
                default: false
                }
            }
            let open = writes.filter { !$0.refusesImpersonation }.map { "\($0.method) \($0.path)" }
            #expect(Set(open) == Self.served)
            #expect(writes.count - open.count > 30)
        }
    }

    @Test("Every one of those refuses, by a word of its own on page and in JSON, and changes nothing")
    func refused() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let closed = try sites.routes.filter(\.refusesImpersonation)
            for partner in [sites.attacker, sites.victim] {
                let program = try await Self.acting(sites, partner)
                let seat = try await ConsoleSeat.act(as: SweptPeople(word: partner.word).email, sites, partner)
                let before = try await sites.rows(of: partner)
                for route in closed {
                    let path = route.path.filled(Self.filled)
                    let reply =
                        switch (route.traits.face, route.isWrite) {
                        case (.api, _):
                            try await sites.wire(partner.host).send(
                                route.method.rawValue, path, program + [("content-type", "application/json")],
                                body: route.readsQuery ? nil : "{}")
                        case (.page, true): try await seat.post(path)
                        case (.page, false): try await seat.get(path)
                        }
                    #expect(reply.status == 403, "\(route.method) \(path): \(reply.status)")
                    let words = route.traits.face == .api ? ["\"auth.impersonating\""] : Self.titles
                    #expect(words.contains { reply.body.contains($0) }, "\(route.method) \(path)")
                }
                for list in ["bookings", "staff", "staff/invitations", "audit"] {
                    #expect(try await seat.get("/admin/\(list)").status == 200, "\(list)")
                    #expect(try await seat.get("/admin/\(list)?format=csv").status == 403, "\(list)")
                }
                await sites.hub.reads.flush()
                let after = try await sites.rows(of: partner)
                // That it was looked at is noted, and nothing else came to be.
                let changed = before.filter { after[$0.key] != $0.value }.keys.filter { !$0.hasSuffix(".api_usage") }
                #expect(Set(changed) == ["shared.audit_entries"])
            }
        }
    }

    @Test("What is served stands in the trail under both names")
    func bothNames() async throws {
        try await SweptSites.serve(.schema, .pooled) { sites in
            for partner in [sites.attacker, sites.victim] {
                let email = SweptPeople(word: partner.word).email
                let seat = try await ConsoleSeat.act(as: email, sites, partner)
                let owner = try await ConsoleSeat.signIn(email, on: sites.wire(partner.host))
                _ = try await owner.post("/admin/keys/new", [("name", "own"), ("rights", "texts:read")])
                let list = try await seat.get("/admin/keys")
                let key = try #require(list.body.firstMatch(of: /\/admin\/keys\/([0-9a-f-]{36})/)?.output.1)
                #expect(try await seat.post("/admin/keys/\(key)/revoke").status == 303)
                let draft = try await seat.post(
                    "/admin/brand/edit", [("light_accent", "#123456"), ("light_accent_text", "#ffffff")])
                #expect(draft.status == 303)
                let account = try await Self.owner(sites, partner)
                for action in ["key.revoke", "branding.draft"] {
                    let entry = try await sites.fleet.admin.single(
                        """
                        select actor, on_behalf_of from shared.audit_entries
                         where tenant_id = \(partner.entry.id) and action = \(action) order by entry_id desc limit 1
                        """
                    ).only()
                    #expect(try entry.get("actor", as: String.self) == "operator:operator", "\(action)")
                    #expect(try entry.get("on_behalf_of", as: String?.self) == "account:\(account.text)", "\(action)")
                }
                // The look itself says so, too, and is found under either name.
                for name in ["operator:operator", "account:\(account.text)"] {
                    let looks = try await owner.get("/admin/brand?actor=\(name)")
                    #expect(looks.body.contains("operator:operator for account:\(account.text)"), "\(name)")
                }
                #expect(try await owner.post("/admin/staff/invitations", [("email", "x@example.com")]).status != 403)
            }
        }
    }

    /// A program's session of the owner's in which an operator acts: none is made so, and were one, it met the same.
    private static func acting(_ sites: SweptSites, _ partner: SweptPartner) async throws -> [(String, String)] {
        let entered = try await sites.wire(partner.host).json(
            "/api/auth/login", [],
            "{\"email\":\"\(SweptPeople(word: partner.word).email)\",\"password\":\"\(SweptPeople.password)\"}")
        let session = try entered.expect("session_id")
        _ = try await sites.fleet.tenants.scope(partner.entry).run(
            """
            update sessions set impersonator = 'operator:operator', reason = 'a call for help'
             where session_id = \(session)::uuid
            """)
        return [("authorization", "Bearer \(try entered.expect("access_token"))")]
    }

    private static func owner(_ sites: SweptSites, _ partner: SweptPartner) async throws -> UUID {
        try await sites.fleet.tenants.scope(partner.entry).run(
            "select account_id from accounts where role = 'owner'"
        ).only().get("account_id")
    }
}
