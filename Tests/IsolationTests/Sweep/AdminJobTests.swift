import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import TravelHub

@Suite("A partner's people and another partner's jobs")
struct AdminJobTests {
    /// Believes `write` and `read` on whichever site they are shown.
    private static func credentials(_ parts: inout EdgeParts) {
        parts.credentials.bearer = { token, tenant, _ in
            guard let level = StaffRight.Level(rawValue: token) else { throw Problem.authRequired }
            return Caller(
                .account(tenant.id.uuid, session: tenant.id.uuid), rights: [StaffRight(.jobs, level)], label: token)
        }
    }

    private static func bearer(_ token: String) -> [(String, String)] { [("authorization", "Bearer \(token)")] }

    /// Three dead letters and one that waits, of each.
    private static func fill(_ partner: SweptPartner, _ fleet: TestFleet) async throws -> [String] {
        try await fleet.admin.single(
            """
            insert into shared.jobs (tenant_id, job_id, queue, kind, arguments, envelope, state, fault)
            select \(partner.entry.id), gen_random_uuid(), 'ordinary', \("test." + partner.word),
                   \("{\"secret\":\"\(partner.word) arguments\"}"), '', case n when 0 then 'ready' else 'dead' end, 'broken'
              from generate_series(0, 3) n returning job_id
            """
        ).map { try $0.get("job_id", as: UUID.self).text }
    }

    private static func states(_ partner: SweptPartner, _ fleet: TestFleet) async throws -> [String] {
        try await fleet.admin.single(
            "select state from shared.jobs where tenant_id = \(partner.entry.id) order by state"
        ).map { try $0.get("state") }
    }

    @Test(
        "Each sees and replays its own, page by page, without what they were given; another's are as unknown as nobody's",
        arguments: [(IsolationMode.pooled, IsolationMode.schema), (.schema, .pooled)])
    func own(mine: IsolationMode, theirs: IsolationMode) async throws {
        try await SweptSites.serve(mine, theirs, altering: { Self.credentials(&$0) }) { sites in
            let ids = try await Self.fill(sites.attacker, sites.fleet)
            let strange = try await Self.fill(sites.victim, sites.fleet)
            let wire = sites.wire(sites.attacker.host)
            let list = try await wire.get("/api/admin/jobs?limit=100", Self.bearer("read"))
            #expect(list.status == 200 && ids.allSatisfy(list.body.contains), "\(list.body)")
            #expect(!strange.contains(where: list.body.contains) && !list.body.contains(sites.victim.word))
            #expect(!list.body.contains("arguments"))
            let dead = try await wire.get("/api/admin/jobs?state=dead&limit=2", Self.bearer("read"))
            let next = try await wire.get(
                "/api/admin/jobs?state=dead&limit=2&cursor=\(try dead.expect("next_cursor"))", Self.bearer("read"))
            #expect(next.status == 200 && next.body.contains("\"next_cursor\":null"), "\(next.body)")
            let other = try await wire.get(
                "/api/admin/jobs?kind=test.\(sites.victim.word)", Self.bearer("read"))
            #expect(other.body.contains("\"data\":[]"), "\(other.body)")

            let before = try await Self.states(sites.victim, sites.fleet)
            for id in strange + [UUID().text] {
                let reply = try await wire.json("/api/admin/jobs/\(id)/replay", Self.bearer("write"), "{}")
                #expect(reply.status == 404 && reply.body.contains("job.not_dead"), "\(reply.body)")
            }
            let one = try #require(ids.last)
            #expect(try await wire.json("/api/admin/jobs/\(one)/replay", Self.bearer("write"), "{}").status == 200)
            let all = try await wire.json("/api/admin/jobs/replay", Self.bearer("write"), "{}")
            #expect(all.body.contains("\"replayed\":2"), "\(all.body)")
            #expect(try await Self.states(sites.attacker, sites.fleet) == ["ready", "ready", "ready", "ready"])
            #expect(try await Self.states(sites.victim, sites.fleet) == before)
        }
    }

    @Test("Without the right, or any credential, nothing is told or done")
    func strangers() async throws {
        try await SweptSites.serve(.pooled, .schema, altering: { Self.credentials(&$0) }) { sites in
            for partner in [sites.attacker, sites.victim] {
                let ids = try await Self.fill(partner, sites.fleet)
                let before = try await Self.states(partner, sites.fleet)
                let wire = sites.wire(partner.host)
                #expect(try await wire.get("/api/admin/jobs").status == 401)
                for target in ["/api/admin/jobs/replay", "/api/admin/jobs/\(ids[1])/replay"] {
                    #expect(try await wire.json(target, [], "{}").status == 401)
                    #expect(try await wire.json(target, Self.bearer("read"), "{}").status == 403)
                }
                #expect(try await Self.states(partner, sites.fleet) == before)
            }
        }
    }
}
