import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import TravelHub

@Suite("A partner's people and another partner's hosts")
struct AdminDomainTests {
    private static let verbs = [
        ("GET", ""), ("POST", "/verify"), ("POST", "/primary"), ("DELETE", "/primary"), ("DELETE", ""),
    ]

    /// Believes `write` and `read` on whichever site they are shown.
    private static func credentials(_ parts: inout EdgeParts) {
        parts.credentials.bearer = { token, tenant, _ in
            guard let level = StaffRight.Level(rawValue: token) else { throw Problem.authRequired }
            return Caller(
                .account(tenant.id.uuid, session: tenant.id.uuid), rights: [StaffRight(.domains, level)], label: token)
        }
    }

    @Test("With one's own rights another's host is as unknown as nobody's, and nothing of it changes")
    func strangersIdentifiers() async throws {
        try await SweptSites.serve(.pooled, .schema, altering: { Self.credentials(&$0) }) { sites in
            let theirs = try await Self.claim("www.theirs.example", sites.wire(sites.victim.host))
            let mine = try await Self.claim("www.mine.example", sites.wire(sites.attacker.host))
            let before = try await sites.rows(of: sites.victim)
            for (method, verb) in Self.verbs {
                var told: [String] = []
                for id in [theirs, UUID().text] {
                    let reply = try await sites.wire(sites.attacker.host).send(
                        method, "/api/admin/domains/\(id)\(verb)", Self.bearer("write"),
                        body: method == "POST" ? "{}" : nil)
                    #expect(reply.status == 404 && reply.body.contains("domain.unknown"), "\(method) \(verb)")
                    told.append(
                        reply.body.replacingOccurrences(of: id, with: "ID").replacing(/"request_id":"[^"]*"/, with: ""))
                }
                #expect(told[0] == told[1])
            }
            let list = try await sites.wire(sites.attacker.host).get("/api/admin/domains", Self.bearer("read"))
            #expect(list.body.contains(mine) && !list.body.contains(theirs) && !list.body.contains("theirs"))
            #expect(try await sites.rows(of: sites.victim) == before)
        }
    }

    @Test("Without the right, or any credential, nothing is told or done")
    func rights() async throws {
        try await SweptSites.serve(.pooled, .pooled, altering: { Self.credentials(&$0) }) { sites in
            let wire = sites.wire(sites.victim.host)
            let id = try await Self.claim("www.theirs.example", wire)
            let before = try await sites.rows(of: sites.victim)
            for (method, verb) in Self.verbs + [("POST", "new")] {
                let path = verb == "new" ? "/api/admin/domains" : "/api/admin/domains/\(id)\(verb)"
                let body = method == "POST" ? (verb == "new" ? "{\"host\":\"www.more.example\"}" : "{}") : nil
                let isRead = method == "GET"
                #expect(try await wire.send(method, path, Self.json, body: body).status == 401, "\(method) \(path)")
                let reader = try await wire.send(method, path, Self.bearer("read"), body: body)
                #expect(reader.status == (isRead ? 200 : 403), "\(method) \(path)")
            }
            #expect(try await sites.rows(of: sites.victim) == before)
            let trail = try await sites.fleet.admin.single(
                "select actor from shared.audit_entries where tenant_id = \(sites.victim.entry.id) and action = 'domain.claim'"
            )
            #expect(try trail.map { try $0.get("actor", as: String.self) } == ["account:\(sites.victim.entry.id)"])
        }
    }

    private static let json = [("content-type", "application/json")]
    private static func bearer(_ token: String) -> [(String, String)] { json + [("authorization", "Bearer \(token)")] }

    private static func claim(_ host: String, _ wire: Wire) async throws -> String {
        let reply = try await wire.send(
            "POST", "/api/admin/domains", bearer("write"), body: "{\"host\":\"\(host)\"}")
        #expect(reply.status == 201)
        return try reply.expect("id")
    }
}
