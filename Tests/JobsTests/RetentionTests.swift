import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Jobs

@Suite("What has a term")
struct RetentionTests {
    @Test("Goes when the term is over, in as many batches as it takes, and the run says how many of what")
    func goes() async throws {
        let fixture = try await JobFixture.make()
        for entry in [fixture.one, fixture.two] {
            _ = try await fixture.fleet.admin.single(
                """
                insert into shared.job_probes (tenant_id, probe_id, number, attempt, ran_at)
                select \(entry.id), gen_random_uuid(), n, 1, clock_timestamp() - interval '25 hours'
                  from generate_series(1, 600) n
                """)
            _ = try await fixture.fleet.admin.single(
                """
                insert into shared.job_periods (tenant_id, kind, unique_key, ends_at)
                values (\(entry.id), 'k', 'over', clock_timestamp()), (\(entry.id), 'k', 'runs', 'infinity')
                """)
            for name in ["old", "young"] { try await fixture.enqueue(name, for: entry) }
        }
        for job in try await fixture.claim() { try await fixture.store.bury(job, fault: "broken") }
        _ = try await fixture.fleet.admin.single(
            """
            update shared.jobs set created_at = clock_timestamp() - interval '91 days'
             where arguments = '{"name":"old"}'
            """)
        let sweep = SweepExpired(JobRetentions.all(pool: fixture.fleet.worker), logger: TestFleet.logger)
        #expect(try await sweep.run() == "2 dead_letters, 2 job_periods, 1200 job_probes")
        #expect(try await sweep.run() == "nothing had expired")
        #expect(try await fixture.count("jobs") == 2)
        await fixture.fleet.close()
    }

    @Test("Months of finished jobs go whole when they are over for long enough, and not before")
    func months() async throws {
        let fixture = try await JobFixture.make()
        _ = try await fixture.fleet.admin.lease {
            try await $0.script(
                """
                create table shared.finished_jobs_2020_01 partition of shared.finished_jobs
                  for values from ('2020-01-01Z') to ('2020-02-01Z');
                alter table shared.finished_jobs_2020_01 owner to travelhub_owner;
                """)
        }
        for at in ["2020-01-15", "2020-01-16"] {
            _ = try await fixture.fleet.admin.single(
                """
                insert into shared.finished_jobs (tenant_id, job_id, queue, kind, attempt, created_at, finished_at)
                values (\(fixture.one.id), gen_random_uuid(), 'ordinary', 'k', 1, \(at)::text::date, \(at)::text::date)
                """)
        }
        try await fixture.enqueue("now", for: fixture.two)
        _ = try await fixture.worker { _, _ in }.turn()
        let sweep = SweepExpired(JobRetentions.all(pool: fixture.fleet.worker), logger: TestFleet.logger)
        #expect(try await sweep.run() == "2 finished_jobs")
        #expect(try await fixture.count("finished_jobs") == 1)
        await fixture.fleet.close()
    }

    @Test("One kind that fails is named and does not keep the others")
    func oneFails() async throws {
        let sweep = SweepExpired(
            [Retention(name: "broken") { throw Trouble() }, Retention(name: "whole") { 3 }], logger: TestFleet.logger)
        let failure = await #expect(throws: SweepExpired.Failure.self) { try await sweep.run() }
        #expect(failure?.description == "broken; else 3 whole")
    }
}
