import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import TravelHub

@Suite("A trail keeps what the staff did, whoever asks")
struct AuditStaffTests {
    private typealias Told = (action: String, isErased: Bool, address: String?)

    @Test("Nobody of the staff erases the staff's acts, their own least; a traveller's go, and the chain verifies")
    func erasures() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let seat = try await AuditedSeat.take(sites)
            let (traveller, agent) = (try await seat.person(), try await seat.person())
            let key = try await seat.owned("/api/admin/api-keys", #"{"name":"k","rights":["site:read"]}"#)
            for (path, headers, body) in [
                ("/api/admin/users/\(agent.account.text)", seat.owner.bearer, #"{"role":"agent"}"#),
                ("/api/me", traveller.bearer, #"{"name":"Eve","locale":"en"}"#),
            ] {
                let done = try await seat.wire.send(
                    "PATCH", path, headers + [("content-type", "application/json")], body: body)
                #expect(done.status == 200, "\(done.body)")
            }
            #expect(
                try await seat.wire.get("/api/admin/users/\(traveller.account.text)", seat.owner.bearer).status == 200)
            await sites.hub.reads.flush()
            try await AuditErasureTests.seal(sites)
            func erase(_ kind: String, _ id: String) async throws -> Wire.Reply {
                try await seat.wire.json(
                    "/api/admin/audit/erasures", seat.owner.bearer,
                    "{\"object_kind\":\"\(kind)\",\"object_id\":\"\(id)\"}")
            }
            for id in [seat.owner.account, agent.account] {
                let refused = try await erase("account", id.text)
                #expect(refused.status == 409 && refused.body.contains("\"audit.of_staff\""), "\(refused.body)")
            }
            for kind in ["key", "branding_release", "audit", "invitation"] {
                #expect(try await erase(kind, key).status == 422, "\(kind)")
            }
            #expect(try await erase("account", traveller.account.text).status == 200)
            let own = try await told(seat, by: "account:\(traveller.account.text)")
            #expect(own.contains { $0.action == "account.profile" })
            #expect(own.allSatisfy { $0.isErased && $0.address == nil })
            try await stands(seat)

            // Whoever leaves takes their own log-ins, and nothing of what they did for the site.
            let gone = try await seat.wire.json(
                "/api/me/deletion", seat.owner.bearer, "{\"password\":\"\(AuditedSeat.password)\"}")
            #expect(gone.status == 204, "\(gone.body)")
            let left = try await told(seat, by: "account:\(seat.owner.account.text)")
            #expect(left.filter { $0.action == "account.log_in" }.allSatisfy(\.isErased))
            try await stands(seat)
            try await AuditErasureTests.verify(sites)
            try await AuditErasureTests.seal(sites)
            try await AuditErasureTests.verify(sites)
        }
    }

    @Test("The database keeps them as well, whatever it is asked to erase")
    func byStatement() async throws {
        try await SweptSites.serve(.schema, .pooled) { sites in
            let seat = try await AuditedSeat.take(sites)
            let key = try await seat.owned("/api/admin/api-keys", #"{"name":"k","rights":["site:read"]}"#)
            let before = try await told(seat, by: "account:\(seat.owner.account.text)")
            for erased in [
                AuditErased.subject(kind: "key", id: key), .actor("account:\(seat.owner.account.text)"),
                .subject(kind: "account", id: seat.owner.account.text),
            ] {
                _ = try await seat.scope.transaction { tx in
                    try await AuditErasure(identifiers: sites.fleet.identifiers).erase(erased, by: "account:x", in: tx)
                }
            }
            let after = try await told(seat, by: "account:\(seat.owner.account.text)")
            let (kept, was) = (after.filter { $0.action == "key.create" }, before.filter { $0.action == "key.create" })
            #expect(kept.count == 1 && kept.allSatisfy { !$0.isErased && $0.address != nil } && was.count == 1)
        }
    }

    /// What the owner did is there, with the place that it was done from.
    private func stands(_ seat: AuditedSeat) async throws {
        let acts = try await told(seat, by: "account:\(seat.owner.account.text)")
        for action in ["key.create", "staff.role", "account.read"] {
            let found = acts.filter { $0.action == action }
            #expect(!found.isEmpty && found.allSatisfy { !$0.isErased && $0.address != nil }, "\(action)")
        }
    }

    private func told(_ seat: AuditedSeat, by actor: String) async throws -> [Told] {
        try await seat.fleet.admin.single(
            """
            select action, erased_by is not null as is_erased, host(address) as address from shared.audit_entries
             where tenant_id = \(seat.partner.entry.id) and actor = \(actor)
            """
        ).map { (try $0.get("action"), try $0.get("is_erased"), try $0.get("address")) }
    }
}
