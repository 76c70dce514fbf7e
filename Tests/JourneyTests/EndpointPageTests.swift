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

@Suite("The page of one endpoint's figures")
struct EndpointPageTests {
    private static let url = "/desk/statistics/endpoints/GET/api/hotels/%7Bid%7D"

    /// So many answers within each bound, this many hours ago.
    private static func seed(_ fleet: TestFleet, hoursAgo: Int, _ answers: [(milliseconds: Int, count: Int)])
        async throws
    {
        var counts = [Int](repeating: 0, count: DurationBounds.fineCount)
        for answer in answers {
            let bucket = DurationBounds.fine.firstIndex { $0 >= answer.milliseconds * 1_000_000 }
            counts[bucket ?? DurationBounds.fine.count] += answer.count
        }
        _ = try await fleet.admin.single(
            """
            insert into platform.endpoint_times (hour, endpoint, status, nanoseconds, buckets)
            values (date_trunc('hour', clock_timestamp()) - make_interval(hours => \(Int32(hoursAgo))),
                    'GET /api/hotels/{id}', 200, 1000000, \(counts))
            """)
    }

    @Test("Shows how many answers took how long as bars with their words, and as a file that holds the same")
    func buckets() async throws {
        let fleet = try await TestFleet.make()
        _ = try await fleet.pair(.pooled)
        try await Self.seed(fleet, hoursAgo: 2, [(1, 60), (50, 30), (10_000, 9), (500_000, 1)])
        try await Self.seed(fleet, hoursAgo: 40, [(1, 7)])
        try await RunningHub.run(1, on: fleet) { hubs in
            let seat = try await DeskSeat.take("ada", at: hubs[0])
            let t = hubs[0].hub.catalogues.translator(.english)
            let list = try await seat.get("/desk/statistics").body
            #expect(list.contains("href=\"\(Self.url)?hours=24\""), "\(list)")
            let page = try await seat.get(Self.url)
            #expect(page.status == 200 && page.body.contains("GET /api/hotels/{id}"))
            #expect(page.body.matches(of: /<svg class="share"/).count == DurationBounds.coarseCount)
            #expect(page.body.contains("<rect width=\"600\"") && page.body.contains("60%"))
            #expect(page.body.contains(t("desk.column.fast_share")) && page.body.contains(t("desk.buckets.title")))
            #expect(page.body.contains(t("desk.buckets.over", ["limit": .text("10,000")])))
            #expect(page.body.contains("200: 100"))
            let file = try await seat.get("\(Self.url)?format=csv").body.components(separatedBy: "\r\n").dropFirst()
                .filter { !$0.isEmpty }
            let counts = file.compactMap { Int($0.split(separator: ",", omittingEmptySubsequences: false)[1]) }
            #expect(file.count == DurationBounds.coarseCount && counts.reduce(0, +) == 100, "\(file)")
            #expect(file.contains("1,60,0.6,fast") && file.contains("10000,9,0.09,slow") && file.last == ",1,0.01,slow")
            let back = try await seat.get("\(Self.url)?sort=up_to_ms&order=down&format=csv").body
            #expect(back.components(separatedBy: "\r\n").dropFirst().first == ",1,0.01,slow")
            let week = try await seat.get("\(Self.url)?hours=168&format=csv").body
            #expect(week.contains("1,67,") && !week.contains("1,60,"))
            let hour = try await seat.get("\(Self.url)?hours=1")
            #expect(hour.status == 200 && hour.body.contains("class=\"empty\""))
            #expect(try await seat.get("/desk/statistics/endpoints/GET/api/nothing").status == 404)
            #expect(try await seat.get("\(Self.url)?hours=169").status == 422)
            for language in ["de", "ru", "ar", "ja"] {
                #expect(try await !seat.get(Self.url, language: language).body.contains("⟦"), "\(language)")
            }
        }
        await fleet.close()
    }
}
