import Foundation
import Jobs
import NIOHTTP1
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import TravelHub

@Suite("The audit trail over HTTP and on the command line")
struct AuditTests {
    @Test("staff see who did what on their site, page by page, and their looks stand in it; others see nothing")
    func search() async throws {
        try await WatchedHubs.serve(1) { hubs in
            let wire = hubs.wire(hubs.one)
            let first = try await wire.get("/api/admin/audit?limit=1", WatchedHubs.staff)
            #expect(first.status == 200, "\(first.body)")
            #expect(first.data.first?["action"] as? String == "site.apply")
            #expect(first.data.first?["actor"] as? String == "operator:test")
            #expect((first.data.first?["object"] as? [String: Any])?["id"] as? String == "wvuk")
            await hubs.processes[0].hub.reads.flush()
            let looks = try await wire.get(
                "/api/admin/audit?action=audit.&actor=\(WatchedHubs.account)", WatchedHubs.staff)
            #expect(looks.data.count == 1)
            #expect(looks.data.first?["address"] as? String == "127.0.0.1")
            #expect(looks.data.first?["request_id"] as? String == first.headers.first(name: "x-request-id"))
            let cursor = try #require(
                looks.object["next_cursor"] is NSNull ? first.object["next_cursor"] as? String : nil)
            let second = try await wire.get("/api/admin/audit?limit=5&cursor=\(cursor)", WatchedHubs.staff)
            #expect(second.status == 200 && second.data.isEmpty)
            let other = try await hubs.wire(hubs.two).get("/api/admin/audit", WatchedHubs.staff)
            #expect(other.data.count == 1 && !other.body.contains("wvuk"))
            for path in ["/api/admin/audit", "/api/admin/audit/export", "/api/admin/audit/roots"] {
                #expect(try await wire.get(path).status == 401)
                #expect(try await wire.get(path, WatchedHubs.clerk).status == 403)
            }
            let wrong = try await wire.get(
                "/api/admin/audit?from=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z", WatchedHubs.staff)
            #expect(wrong.status == 422 && wrong.body.contains("until_before_from"))
            #expect(try await wire.get("/api/admin/audit?from=yesterday", WatchedHubs.staff).status == 422)
            #expect(try await wire.get("/api/admin/audit?cursor=x", WatchedHubs.staff).status == 422)
        }
    }

    @Test("an export is whole, page behind page, and no cell of it is a formula")
    func export() async throws {
        try await WatchedHubs.serve(1) { hubs in
            let count = 1_100
            for partner in [hubs.one, hubs.two] {
                _ = try await hubs.fleet.owner.single(
                    """
                    insert into shared.audit_entries
                      (tenant_id, entry_id, action, actor, subject_kind, subject_id, user_agent, after)
                    select \(partner.entry.id), gen_random_uuid(), 'test.entry', \(partner.word), 'thing',
                           case n when 1 then '=1+1' else n::text end, 'a "quoted", agent', '{"a":[1,2]}'
                      from generate_series(1, \(Int32(count))) n
                    """)
            }
            let wire = hubs.wire(hubs.one)
            let csv = try await wire.get("/api/admin/audit/export?action=test.", WatchedHubs.staff)
            #expect(csv.status == 200 && csv.headers.first(name: "content-disposition")?.contains("audit.csv") == true)
            let lines = csv.body.split(separator: "\r\n")
            #expect(lines.count == count + 1 && lines[0].hasPrefix("recorded_at,id,action"))
            #expect(csv.body.contains(",'=1+1,") && !csv.body.contains(",=1+1"))
            #expect(csv.body.contains(#","a ""quoted"", agent","#) && !csv.body.contains("zyxq"))
            let ndjson = try await wire.get("/api/admin/audit/export?action=test.&format=ndjson", WatchedHubs.staff)
            let entries = ndjson.body.split(separator: "\n").compactMap {
                try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
            }
            #expect(entries.count == count)
            #expect(Set(entries.compactMap { $0["id"] as? String }).count == count)
        }
    }

    @Test("operators search their own trail and a partner's; that partner is told of it")
    func operators() async throws {
        try await WatchedHubs.serve(1) { hubs in
            let own = try await hubs.platform("/api/platform/audit")
            #expect(own.data.contains { $0["action"] as? String == "tenant.provision" }, "\(own.body)")
            let theirs = try await hubs.platform("/api/platform/audit?tenant=zyxq")
            #expect(theirs.data.map { $0["action"] as? String } == ["site.apply"])
            #expect(try await hubs.platform("/api/platform/audit?tenant=nobody").status == 404)
            #expect(try await hubs.platform("/api/platform/audit/export?tenant=zyxq").body.contains("site.apply"))
            await hubs.processes[0].hub.reads.flush()
            let told = try await hubs.wire(hubs.two).get("/api/admin/audit?actor=operator:operator", WatchedHubs.staff)
            #expect(Set(told.data.compactMap { $0["action"] as? String }) == ["audit.read", "audit.export"])
            let untold = try await hubs.wire(hubs.one).get(
                "/api/admin/audit?actor=operator:operator", WatchedHubs.staff)
            #expect(untold.data.isEmpty)
        }
    }

    @Test("a change over HTTP tells who, from where and on which request; a worker seals it; roots can be kept")
    func sealedByTheWorker() async throws {
        try await WatchedHubs.serve(1) { hubs in
            let platform = Wire(port: hubs.processes[0].port, host: OperatorSeat.host)
            let reply = try await platform.send(
                "POST", "/api/platform/tenants/zyxq/suspend", WatchedHubs.operators + [("user-agent", "tester/1")])
            #expect(reply.status == 200)
            let lines = try await AuditSearch.page(
                AuditFilter(action: "tenant.suspend"), limit: 9, in: hubs.fleet.platform)
            #expect(lines.map(\.actor) == ["operator:operator"] && lines[0].userAgent == "tester/1")
            #expect(lines[0].address == "127.0.0.1" && lines[0].subjectID == "zyxq")
            #expect(lines[0].requestID == reply.headers.first(name: "x-request-id"))
            let hub = hubs.processes[0].hub
            let upkeep = AuditUpkeep(
                worker: hubs.fleet.worker, platform: hubs.fleet.platform, round: hub.round,
                masterKeys: hubs.fleet.masterKeys)
            await Scheduler(upkeep.schedules, pool: hubs.fleet.worker, name: "test", logger: TestFleet.logger).tick()
            let reach = AuditReach(base: hub.base)
            let names = try await reach.names()
            var kept: [AuditRoot] = []
            for verification in reach.verifications {
                kept += try await verification.roots(asOf: CalendarDate(daysSinceEpoch: 40_000))
                for chain in try await verification.chains() {
                    #expect(names[chain] != nil)
                    #expect(try await verification.verify(chain).broken == nil)
                }
            }
            await reach.close()
            #expect(Set(kept.compactMap { names[$0.chain] }) == ["wvuk", "zyxq", AuditCommand.platformName])
            let file = FileManager.default.temporaryDirectory.appendingPathComponent("roots-\(UUID().uuidString)")
            try kept.map(AuditRootFile.line).joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
            #expect(try AuditRootFile.read(file.path) == kept)
            try "{}".write(to: file, atomically: true, encoding: .utf8)
            #expect(throws: AuditRootFile.Unreadable.self) { try AuditRootFile.read(file.path) }
            try FileManager.default.removeItem(at: file)
            let roots = try await hubs.wire(hubs.one).get("/api/admin/audit/roots", WatchedHubs.staff)
            #expect(roots.data.count == 1 && (roots.data.first?["hash"] as? String)?.count == 64)
        }
    }

    @Test("what a site's plan no longer keeps goes by the worker's schedule, of each site by its own; the rest stands")
    func plans() async throws {
        try await WatchedHubs.serve(1) { hubs in
            let admin = hubs.fleet.admin
            for months: SQL in ["14", "40"] {
                try await Self.makePartition(monthsAgo: months, admin)
                // Partner one has the plan BASIC, which keeps twelve months; two has PRO, which keeps thirty-six.
                for (partner, count) in [(hubs.one, 3), (hubs.two, 4)] {
                    _ = try await admin.single(
                        """
                        insert into shared.audit_entries
                          (tenant_id, entry_id, action, actor, subject_kind, subject_id, recorded_at)
                        select \(partner.entry.id), gen_random_uuid(), 'old.entry', 'system', 'site', n::text,
                               date_trunc('month', clock_timestamp() at time zone 'UTC') at time zone 'UTC'
                                 - make_interval(months => \(fragment: months)) + make_interval(hours => n)
                          from generate_series(1, \(Int32(count))) n
                        """)
                }
            }
            let hub = hubs.processes[0].hub
            let upkeep = AuditUpkeep(
                worker: hubs.fleet.worker, platform: hubs.fleet.platform, round: hub.round,
                masterKeys: hubs.fleet.masterKeys)
            for schedule in upkeep.schedules {
                await Scheduler([schedule], pool: hubs.fleet.worker, name: "test", logger: TestFleet.logger).tick()
            }
            for (partner, kept, dropped) in [(hubs.one, 0, 6), (hubs.two, 4, 4)] {
                let scope = hubs.fleet.tenants.scope(partner.entry)
                let lines = try await AuditSearch.page(AuditFilter(action: "old."), limit: 20, in: scope)
                #expect(lines.count == kept, "\(partner.word)")
                let verification = AuditVerification(
                    ledger: .tenants(worker: hubs.fleet.worker), masterKeys: hubs.fleet.masterKeys)
                let report = try await verification.verify(partner.entry.id.uuid)
                #expect(report.broken == nil && report.droppedThrough == dropped, "\(partner.word): \(report)")
                #expect(try await !AuditSearch.page(AuditFilter(action: "site.apply"), limit: 9, in: scope).isEmpty)
            }
            let said: String = try await admin.single(
                "select last_result from shared.schedules where name = 'audit.retain'"
            ).only().get("last_result")
            #expect(said == "10 entries dropped")
        }
    }

    /// As the platform had made it, had it run by then.
    private static func makePartition(monthsAgo months: SQL, _ admin: PostgresPool) async throws {
        _ = try await admin.single(
            """
            do $$
            declare
              first date := (date_trunc('month', clock_timestamp() at time zone 'UTC')
                             - make_interval(months => \(fragment: months)))::date;
            begin
              execute format(
                'create table shared.%I partition of shared.audit_entries for values from (%L) to (%L)',
                'audit_entries_' || to_char(first, 'YYYY_MM'), first::timestamp at time zone 'UTC',
                (first + interval '1 month') at time zone 'UTC');
            end
            $$
            """)
    }
}
