import Postgres
import Telemetry
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Console

@Suite("What is collected of all tenants and written later stands with each its own")
struct AuditSeamTests {
    @Test("a look stands in the trail of the tenant that was looked at", arguments: IsolationMode.allCases)
    func looks(mode: IsolationMode) async throws {
        let fleet = try await TestFleet.make()
        let (one, two) = try await fleet.pair(mode)
        let reads = AuditReads(
            tenants: fleet.tenants, platform: fleet.platform, identifiers: fleet.identifiers, clock: .system,
            logger: TestFleet.logger)
        for (tenant, word) in [(one, "one"), (two, "two"), (one, "one")] {
            reads.note(
                AuditEntry(action: "audit.read", actor: "account:x", subjectKind: "tenant", subjectID: word), tenant)
        }
        await reads.flush()
        for (tenant, words) in [(one, ["one", "one"]), (two, ["two"])] {
            let lines = try await AuditSearch.page(AuditFilter(), limit: 9, in: fleet.tenants.scope(tenant))
            #expect(lines.map(\.subjectID) == words)
        }
        #expect(try await AuditSearch.page(AuditFilter(), limit: 9, in: fleet.platform).isEmpty)
        await fleet.close()
    }

    @Test("a seal of one tenant's entry is verified by that tenant's chain and no other's")
    func chains() async throws {
        let fleet = try await TestFleet.make()
        let (one, two) = try await fleet.pair(.pooled)
        let trail = AuditTrail(identifiers: fleet.identifiers)
        for tenant in [one, two] {
            let entry = AuditEntry(action: "a.b", actor: "x", subjectKind: "y", subjectID: "z")
            _ = try await fleet.tenants.scope(tenant).run(trail.statement(entry, tenant: tenant.id))
        }
        let ledger = AuditLedger.tenants(worker: fleet.worker)
        #expect(try await AuditSealing(ledger: ledger, masterKeys: fleet.masterKeys).run() == 2)
        let verification = AuditVerification(ledger: ledger, masterKeys: fleet.masterKeys)
        for tenant in [one, two] {
            let report = try await verification.verify(tenant.id.uuid)
            #expect(report.broken == nil && report.entries == 1)
        }
        try await fleet.owner.lease { connection in
            _ = try await connection.script(
                """
                begin; alter table shared.audit_entries disable trigger append_only;
                update shared.audit_entries set tenant_id = '\(two.id)' where tenant_id = '\(one.id)';
                alter table shared.audit_entries enable trigger append_only; commit
                """)
        }
        #expect(try await verification.verify(one.id.uuid).broken?.fault == .endMissing)
        #expect(try await verification.verify(two.id.uuid).broken != nil)
        await fleet.close()
    }

    @Test("figures of a site are those of its own requests")
    func figures() async throws {
        let fleet = try await TestFleet.make()
        let (one, two) = try await fleet.pair(.pooled)
        let requests = RequestStatistics(clock: .system)
        for (tenant, count) in [(one, 3), (two, 5)] {
            for _ in 0..<count { requests.tenants.record(tenant: tenant.number, status: 200, DurationSample(.zero)) }
        }
        let flush = StatisticsFlush(
            platform: fleet.platform, endpoints: [], requests: requests, statements: StatementStatistics(),
            logger: TestFleet.logger)
        await flush.flush()
        await flush.flush()
        let report = StatisticsReport(platform: fleet.platform)
        for (tenant, count) in [(one, 3), (two, 5)] {
            let days = try await report.days(ofTenant: tenant.number, days: 2)
            #expect(days.reduce(0) { $0 + $1.times.requests } == count)
        }
        await fleet.close()
    }

    @Test("a path that is on a partner's host and on the platform's is one line, with what both were asked")
    func sharedPath() async throws {
        let fleet = try await TestFleet.make()
        let hosts = (0..<2).map { _ in EndpointTally(method: "GET", route: "/shared") }
        let requests = RequestStatistics(clock: .system)
        let flush = StatisticsFlush(
            platform: fleet.platform, endpoints: hosts, requests: requests, statements: StatementStatistics(),
            logger: TestFleet.logger)
        // The one that is asked less comes last, so that its sum is below what was written before.
        for (host, milliseconds) in [(hosts[0], 900), (hosts[1], 1), (hosts[1], 1), (hosts[0], 5), (hosts[1], 2)] {
            host.record(status: 200, DurationSample(.milliseconds(milliseconds)))
            await flush.flush()
        }
        let report = StatisticsReport(platform: fleet.platform)
        let shared = try await report.endpoints(hours: 2).filter { $0.name == "GET /shared" }
        #expect(shared.map(\.tally.count) == [5])
        #expect(shared.map(\.tally.nanoseconds) == [909_000_000])
        await fleet.close()
    }
}
