import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Jobs

@Suite("A hundred thousand jobs")
struct HundredThousandTests {
    /// Of one claim; what it touches is a few steps of an index for each job and tenant.
    static let buffersMax = 3_000

    private func filled() async throws -> JobFixture {
        let fixture = try await JobFixture.make()
        for (entry, state, count) in [
            (fixture.one, "scheduled", 45_000), (fixture.one, "ready", 40_000), (fixture.two, "ready", 10_000),
            (fixture.two, "dead", 5_000),
        ] {
            _ = try await fixture.fleet.admin.single(
                """
                insert into shared.jobs (tenant_id, job_id, queue, kind, arguments, envelope, state, run_at, priority)
                select \(entry.id), gen_random_uuid(), 'ordinary', 'test.errand', '{}', '', \(state),
                       clock_timestamp() + case when \(state) = 'scheduled' then interval '1 day' else interval '0' end,
                       case when \(state) = 'scheduled' then 100 else n % 5 end
                  from generate_series(1, \(count)) n
                """)
        }
        _ = try await fixture.fleet.admin.lease { try await $0.script("vacuum analyze shared.jobs") }
        return fixture
    }

    @Test("Are not stepped over by a claim, nor by what brings back lapsed leases or lists one tenant's dead letters")
    func plans() async throws {
        let fixture = try await filled()
        let claim = JobClaim(
            queue: Errand.queue, worker: "test", limit: 32, perTenant: 8, leaseSeconds: 30, after: ClaimRounds.start)
        let statements: [(String, SQL)] = [
            ("claim", claim.claim), ("lapse", JobStore.lapse), ("ripen", JobStore.ripen),
            ("dead", JobSight.list(JobFilter(state: .dead), tenant: nil, RowPage(.created, .down), limit: 20)),
            ("own", JobSight.list(JobFilter(), tenant: fixture.two.id, RowPage(.created, .down), limit: 20)),
        ]
        for (name, statement) in statements {
            let explained: SQL = "explain (analyze, buffers, format text) \(fragment: statement)"
            let rows = try #require(try await fixture.fleet.worker.batch([JobClaim.uncompiled, explained]).last)
            let plan = try rows.map { try $0.get("QUERY PLAN", as: String.self) }
            #expect(!plan.contains { $0.contains("Seq Scan on jobs") }, "\(name):\n\(plan.joined(separator: "\n"))")
            let touched = plan.first { $0.contains("Buffers: ") }?.firstMatch(of: #/hit=(\d+)/#).flatMap { Int($0.1) }
            #expect(try #require(touched) < Self.buffersMax, "\(name):\n\(plan.joined(separator: "\n"))")
            print("\(name): \(touched ?? 0) buffers, \(plan.last ?? "")")
        }
        await fixture.fleet.close()
    }

    @Test("Are shared out between a tenant with thousands and one with a few, claim by claim")
    func fair() async throws {
        let fixture = try await filled()
        for round in 1...5 {
            let jobs = try await fixture.claim(16, perTenant: 8)
            #expect(jobs.count { $0.tenant == fixture.one.id } == 8, "round \(round)")
            #expect(jobs.count { $0.tenant == fixture.two.id } == 8, "round \(round)")
        }
        await fixture.fleet.close()
    }
}
