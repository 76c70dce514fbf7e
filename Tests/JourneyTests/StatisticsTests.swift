import Foundation
import Postgres
import Telemetry
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Console

@Suite("What operators and staff are told of requests")
struct StatisticsTests {
    @Test("two processes' counts add up, by endpoint, by tenant and by day, and staff see their own site's alone")
    func merged() async throws {
        try await WatchedHubs.serve(2) { hubs in
            for _ in 0..<5 { _ = try await hubs.wire(hubs.one, 0).get("/api/site") }
            for _ in 0..<3 { _ = try await hubs.wire(hubs.one, 1).get("/api/site") }
            for _ in 0..<2 { _ = try await hubs.wire(hubs.two, 1).get("/api/site") }
            _ = try await hubs.wire(hubs.one, 1).get("/api/no-such-thing")
            await hubs.flush()
            await hubs.flush()
            let endpoints = try await hubs.platform("/api/platform/statistics/endpoints")
            #expect(endpoints.status == 200, "\(endpoints.body)")
            let site = endpoints.data.first { $0["endpoint"] as? String == "GET /api/site" }
            #expect(site?["requests"] as? Int == 10)
            #expect(site?["statuses"] as? [String: Int] == ["200": 10])
            #expect((site?["p99_ms"] as? Double ?? 0) >= (site?["p50_ms"] as? Double ?? 1))
            #expect((site?["fast_share"] as? Double ?? -1) + (site?["slow_share"] as? Double ?? 0) > 0)
            let buckets = site?["buckets"] as? [[String: Any]] ?? []
            #expect(buckets.count == 15 && buckets.reduce(0) { $0 + ($1["requests"] as? Int ?? 0) } == 10)
            let lost = endpoints.data.first { $0["endpoint"] as? String == "any unmatched" }
            #expect((lost?["statuses"] as? [String: Int])?["404"] == 1)

            let tenants = try await hubs.platform("/api/platform/statistics/tenants?limit=1")
            #expect(tenants.data.map { $0["slug"] as? String } == ["wvuk"])
            #expect(tenants.data.first?["requests"] as? Int == 9)
            #expect(tenants.data.first?["statuses"] as? [String: Int] == ["2xx": 8, "4xx": 1])
            #expect(tenants.object["rest"] as? [String: Int] == ["tenants": 1, "requests": 2])
            let own = try await hubs.wire(hubs.two).get("/api/admin/statistics", WatchedHubs.staff)
            #expect(own.data.map { $0["requests"] as? Int } == [2])
            let same = try await hubs.platform("/api/platform/statistics/tenants/zyxq")
            #expect(same.data.map { $0["requests"] as? Int } == [2])
            #expect(try await hubs.platform("/api/platform/statistics/tenants/nobody").status == 404)
            #expect(try await hubs.wire(hubs.two).get("/api/admin/statistics", WatchedHubs.clerk).status == 403)
            #expect(try await hubs.wire(hubs.two).get("/api/admin/statistics").status == 401)
        }
    }

    @Test("what fails is one line with a count and its last samples; statements are told without their values")
    func failures() async throws {
        try await WatchedHubs.serve(1) { hubs in
            let search = "/api/hotels/search?destination=BER&check_in=2030-01-01&check_out=2030-01-03&guests=2"
            #expect(try await hubs.wire(hubs.one).get(search).status == 200)
            _ = try await hubs.fleet.owner.single("revoke select on pooled.hotels from travelhub_app")
            for _ in 0..<7 { #expect(try await hubs.wire(hubs.one).get(search).status == 500) }
            await hubs.flush()
            _ = try await hubs.wire(hubs.one).get(search)
            await hubs.flush()
            let errors = try await hubs.platform("/api/platform/errors")
            #expect(errors.data.count == 1, "\(errors.body)")
            let group = errors.data.first
            #expect(group?["count"] as? Int == 8 && group?["endpoint"] as? String == "GET /api/hotels/search")
            #expect((group?["type"] as? String)?.contains("PostgresError") == true)
            let samples = group?["samples"] as? [[String: Any]] ?? []
            #expect(samples.count == 5)
            #expect(samples.allSatisfy { $0["tenant_id"] as? String == hubs.one.entry.id.description })
            #expect(Set(samples.compactMap { $0["request_id"] as? String }).count == 5)
            let times = samples.compactMap { $0["time"] as? String }
            #expect(times == times.sorted(by: >))

            let queries = try await hubs.platform("/api/platform/statistics/queries?sort=errors&limit=3")
            #expect((queries.data.first?["errors"] as? Int ?? 0) >= 8, "\(queries.body)")
            let all = try await hubs.platform("/api/platform/statistics/queries?sort=total&limit=200")
            #expect(all.data.count > 10 && !all.body.contains("BER"))
            #expect(try await hubs.platform("/api/platform/statistics/queries?sort=name").status == 422)
        }
    }

    @Test("counts that could not be written are written when the database is back, and old ones go")
    func heldBack() async throws {
        try await WatchedHubs.serve(1) { hubs in
            for _ in 0..<4 { _ = try await hubs.wire(hubs.one).get("/api/site") }
            _ = try await hubs.fleet.owner.single("alter table platform.endpoint_times rename to away")
            await hubs.flush()
            _ = try await hubs.fleet.owner.single("alter table platform.away rename to endpoint_times")
            await hubs.flush()
            let report = StatisticsReport(platform: hubs.fleet.platform)
            let site = try await report.endpoints(hours: 1).first { $0.name == "GET /api/site" }
            #expect(site?.tally.count == 4)
            let tenant = try await report.days(ofTenant: hubs.one.entry.number, days: 1)
            #expect(tenant.map(\.times.requests) == [4])
            _ = try await hubs.fleet.admin.lease { connection in
                try await connection.script(
                    """
                    update platform.endpoint_times set hour = hour - interval '8 days';
                    update platform.tenant_times set day = day - 93;
                    update platform.error_groups set last_seen = last_seen - interval '31 days'
                    """)
            }
            #expect(try await report.sweep() > 1)
            #expect(try await report.endpoints(hours: 168).isEmpty)
            #expect(try await report.days(ofTenant: hubs.one.entry.number, days: 92).isEmpty)
        }
    }
}
