import Foundation
import Localization
import NIOHTTP1
import Postgres
import Telemetry
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import Console
@testable import TravelHub

/// Lists of sums that are longer than any page, read from what their tables hold.
@Suite("The operators' lists of figures")
struct StatisticsListTests {
    private static let thresholds = StatisticsFeature.Thresholds(fastMilliseconds: 100, slowMilliseconds: 1_000)

    @Test("Errors are searched and ordered among all that are kept, and those that made room are said to be missing")
    func errors() async throws {
        let fleet = try await TestFleet.make()
        _ = try await fleet.pair(.pooled)
        _ = try await fleet.admin.single(
            """
            insert into platform.error_groups (type, endpoint, occurrences, first_seen, last_seen, samples)
            select 'Mark' || lpad(n::text, 5, '0'), 'GET /api/things/' || n % 7, n,
                   clock_timestamp() - n * interval '2 seconds', clock_timestamp() - n * interval '1 second', '[]'
              from generate_series(1, 1150) n
            """)
        try await RunningHub.run(1, on: fleet) { hubs in
            let seat = try await DeskSeat.take("ada", at: hubs[0])
            #expect(try await seat.get("/desk/errors?q=mark01150").body.contains("Mark01150"))
            for (order, expected) in [("up", Array(1...1_150)), ("down", Array((1...1_150).reversed()))] {
                #expect(try await seat.marks("/desk/errors?sort=count&order=\(order)") == expected, "\(order)")
                let file = try await seat.get("/desk/errors?sort=count&order=\(order)&format=csv").body
                #expect(file.matches(of: /Mark(\d{5})/).compactMap { Int($0.output.1) } == expected, "\(order)")
            }
            let t = hubs[0].hub.catalogues.translator(.english)
            func told(_ kinds: Int) -> String {
                t(
                    "desk.errors.left_out",
                    ["kinds": .number(kinds), "max": .number(1_000), "days": .number(30)])
            }
            #expect(try await !seat.get("/desk/errors").body.contains("class=\"notice warned\""))
            let report = StatisticsReport(platform: fleet.platform)
            _ = try await report.sweep()
            let counts = try await report.failureCounts()
            #expect(counts.kinds == 1_000 && counts.leftOut == 150)
            let page = try await seat.get("/desk/errors").body
            #expect(page.contains(told(150)), "\(page)")
            #expect(try await seat.get("/desk").body.contains(">1,000<"))
            let operators = [("authorization", "Bearer \(RunningHub.operatorToken)")]
            let wire = hubs[0].wire(DeskSeat.host)
            let first = try await wire.get("/api/platform/errors?limit=2&sort=count&order=up", operators)
            #expect(first.data.map { $0["count"] as? Int } == [1, 2] && first.object["left_out"] as? Int == 150)
            let cursor = try first.expect("next_cursor")
            let next = try await wire.get(
                "/api/platform/errors?limit=2&sort=count&order=up&cursor=\(cursor)", operators)
            #expect(next.data.map { $0["count"] as? Int } == [3, 4])
            let found = try await wire.get("/api/platform/errors?q=MARK00999", operators)
            #expect(found.data.count == 1 && found.object["next_cursor"] is NSNull)
            #expect(try await wire.get("/api/platform/errors?cursor=x", operators).status == 422)
            let samples = "/desk/errors/samples?type=Mark00999&endpoint=GET%20/api/things/5"
            #expect(try await seat.get(samples).status == 200)
            #expect(try await seat.get(samples.replacing("00999", with: "01150")).status == 404)
        }
        await fleet.close()
    }

    @Test("A process that forgets kinds of errors says how many, and they are counted once")
    func forgotten() async throws {
        let fleet = try await TestFleet.make()
        let requests = RequestStatistics(clock: .system)
        let flush = StatisticsFlush(
            platform: fleet.platform, endpoints: [], requests: requests, statements: StatementStatistics(),
            logger: TestFleet.logger)
        for number in 0..<(ErrorTracker.groupsMax + 7) {
            requests.errors.record(Problem(500, "any"), endpoint: "GET /\(number)")
        }
        await flush.flush()
        await flush.flush()
        let counts = try await StatisticsReport(platform: fleet.platform).failureCounts()
        #expect(counts.kinds == ErrorTracker.groupsMax && counts.leftOut == 7)
        await fleet.close()
    }

    @Test("Statements are searched and ordered among all that are known, and those counted together are told")
    func statements() async throws {
        let fleet = try await TestFleet.make()
        _ = try await fleet.pair(.pooled)
        _ = try await fleet.admin.single(
            """
            insert into platform.statement_times
              (day, fingerprint, kind, statement, calls, errors, slow, nanoseconds, longest_nanoseconds)
            select (clock_timestamp() at time zone 'UTC')::date - n % 3, 1000000 + n, case when n % 2 = 0 then 'select' else 'update' end,
                   'select mark' || lpad(n::text, 5, '0'), n, n % 11, n % 13, n * 1000000::bigint, n * 2000000::bigint
              from generate_series(1, 1150) n
            """)
        _ = try await fleet.admin.single(
            """
            insert into platform.statement_times values
              ((clock_timestamp() at time zone 'UTC')::date, 1, 'insert', '(other insert statements)', 77, 0, 0, 5, 5)
            """)
        try await RunningHub.run(1, on: fleet) { hubs in
            let seat = try await DeskSeat.take("ada", at: hubs[0])
            let url = "/desk/statistics/queries"
            #expect(try await seat.get("\(url)?q=MARK00011").body.contains("mark00011"))
            #expect(try await seat.marks("\(url)?q=mark&sort=calls&order=up") == Array(1...1_150))
            #expect(try await seat.marks("\(url)?q=mark&sort=longest&order=down") == (1...1_150).reversed())
            let errors = try await seat.marks("\(url)?q=mark&sort=errors&order=down").map { $0 % 11 }
            #expect(errors.count == 1_150 && errors == errors.sorted(by: >))
            #expect(try await seat.marks("\(url)?q=mark&kind=update").allSatisfy { $0 % 2 == 1 })
            let file = try await seat.get("\(url)?q=mark&sort=total&order=up&format=csv").body
            #expect(file.matches(of: /mark(\d{5})/).compactMap { Int($0.output.1) } == Array(1...1_150))
            let t = hubs[0].hub.catalogues.translator(.english)
            let told = t(
                "desk.statistics.queries_left_out",
                ["max": .number(StatementStatistics.fingerprintsMax), "calls": .number(77)])
            #expect(try await seat.get(url).body.contains(told))
        }
        await fleet.close()
    }

    @Test("Partners stand once in each order of their figures, computed here and by the database alike")
    func partners() async throws {
        let fleet = try await TestFleet.make()
        let (one, _) = try await fleet.pair(.pooled)
        let marked = try await Self.seed(fleet, like: one)
        try await RunningHub.run(1, on: fleet) { hubs in
            let seat = try await DeskSeat.take("ada", at: hubs[0])
            for order in StatisticsReport.ShareOrder.allCases {
                let up = marked.sorted { left, right in
                    let (one, other) = (Self.value(left, order), Self.value(right, order))
                    return one == other ? left.number < right.number : one < other
                }.map(\.number)
                let url = "/desk/statistics/tenants?q=mark&sort=\(order.rawValue)"
                #expect(try await seat.marks("\(url)&order=up") == up, "\(order)")
                #expect(try await seat.marks("\(url)&order=down") == up.reversed(), "\(order)")
                let file = try await seat.get("\(url)&order=up&format=csv").body
                #expect(file.matches(of: /mark-(\d{5})/).compactMap { Int($0.output.1) } == up, "\(order)")
            }
            let t = hubs[0].hub.catalogues.translator(.english)
            let page = try await seat.get("/desk/statistics/tenants").body
            #expect(page.contains(t("desk.statistics.tenants_left_out", ["requests": .number(12)])), "\(page)")
            let one = try await seat.get("/desk/statistics/tenants/mark-00003?days=30")
            #expect(one.status == 200 && one.body.contains("class=\"share\"") && one.body.contains("mark-00003"))
            #expect(!one.body.contains("mark-00004"))
            let file = try await seat.get("/desk/statistics/tenants/mark-00003?format=csv").body
            #expect(file.components(separatedBy: "\r\n").filter { !$0.isEmpty }.count == 3)
            let slug = try await fleet.admin.single(
                "select slug from platform.tenants where slug not like 'mark%' order by slug limit 1"
            ).only().get("slug", as: String.self)
            let none = try await seat.get("/desk/statistics/tenants/\(slug)")
            #expect(none.status == 200 && none.body.contains(t("desk.statistics.empty")))
            #expect(try await seat.get("/desk/statistics/tenants/nobody").status == 404)
        }
        await fleet.close()
    }

    private struct Marked: Sendable {
        let number: Int
        let tally: DurationTally
    }

    /// Partners with two days of figures each, beside figures that are nobody's.
    private static func seed(_ fleet: TestFleet, like one: TenantEntry) async throws -> [Marked] {
        var random = SystemRandomNumberGenerator()
        var all: [Marked] = []
        for number in 0..<120 {
            let slug = "mark-\(String(100_000 + number).dropFirst())"
            _ = try await fleet.admin.single(
                """
                insert into platform.tenants (tenant_id, slug, kind, isolation, state, schema_name)
                select \(fleet.identifiers.next()), \(slug), 'live', 'pooled', 'active', schema_name
                  from platform.tenants where tenant_id = \(one.id)
                """)
            var whole = DurationTally(nanoseconds: 0, counts: [Int](repeating: 0, count: DurationBounds.coarseCount))
            for day in 0..<2 {
                let counts = (0..<DurationBounds.coarseCount).map { _ in Int.random(in: 0...4, using: &random) }
                let tally = DurationTally(
                    nanoseconds: Int.random(in: 1_000...9_000_000_000, using: &random), counts: counts)
                whole = whole + tally
                let failed = number % 5
                _ = try await fleet.admin.single(
                    """
                    insert into platform.tenant_times (day, tenant_number, requests, classes, nanoseconds, buckets)
                    select (clock_timestamp() at time zone 'UTC')::date - \(Int32(day)), number, \(tally.count),
                           \([0, 0, tally.count, 0, 0, failed]), \(tally.nanoseconds), \(counts)
                      from platform.tenants where slug = \(slug)
                    """)
            }
            all.append(Marked(number: number, tally: whole))
        }
        for (number, requests) in [(0, 5), (2_000_000_000, 7)] {
            _ = try await fleet.admin.single(
                """
                insert into platform.tenant_times (day, tenant_number, requests, classes, nanoseconds, buckets)
                values ((clock_timestamp() at time zone 'UTC')::date, \(Int32(number)), \(requests),
                        \([0, 0, requests, 0, 0, 0]), 1, array_fill(0::bigint, array[\(Int32(DurationBounds.coarseCount))]))
                """)
        }
        return all
    }

    private static func value(_ marked: Marked, _ order: StatisticsReport.ShareOrder) -> Double {
        let tally = marked.tally
        let count = Double(max(1, tally.count))
        return switch order {
        case .tenant: Double(marked.number)
        case .failed: Double(marked.number % 5)
        case .requests: count
        case .mean: Double(tally.nanoseconds / max(1, tally.count))
        case .median: tally.percentile(0.5) ?? -1
        case .p95: tally.percentile(0.95) ?? -1
        case .p99: tally.percentile(0.99) ?? -1
        case .fastShare: Double(tally.count(upTo: thresholds.fastMilliseconds * 1_000_000)) / count
        case .slowShare: 1 - Double(tally.count(upTo: thresholds.slowMilliseconds * 1_000_000)) / count
        }
    }
}

extension DeskSeat {
    /// The numbers that mark the rows of a list, page after page.
    fileprivate func marks(_ path: String) async throws -> [Int] {
        var (found, next): ([Int], String?) = ([], path)
        while let address = next {
            let body = try await get(address).body
            let rows = body.components(separatedBy: "<tr>").dropFirst(2)
            found += rows.compactMap { $0.firstMatch(of: /[Mm]ark-?(\d{5})/).flatMap { Int($0.output.1) } }
            next = body.firstMatch(of: /<a rel="next" href="([^"]+)"/)
                .map { String($0.output.1).replacing("&amp;", with: "&") }
        }
        return found
    }
}
