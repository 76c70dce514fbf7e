import Foundation
import Localization
import NIOHTTP1
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import TravelHub

@Suite("A site's figures on its own console")
struct SiteFiguresTests {
    @Test("Stand there day by day in any order and as a file, of this site alone")
    func days() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let seats = try await Self.seats(sites)
            let t = sites.hub.catalogues.translator(.english)
            for (partner, base) in [(sites.victim, 1_000), (sites.attacker, 70_000)] {
                for day in 0..<60 {
                    let (fast, slow) = (base + day, day % 7)
                    let (count, classes) = (fast + slow, [0, 0, fast, 0, 0, slow])
                    _ = try await sites.fleet.admin.single(
                        """
                        insert into platform.tenant_times (day, tenant_number, requests, classes, nanoseconds, buckets)
                        values ((clock_timestamp() at time zone 'UTC')::date - \(Int32(day)), \(partner.entry.number),
                                \(count), \(classes), 1000000, \(Self.buckets(fast, slow)))
                        on conflict (day, tenant_number) do update
                          set requests = excluded.requests, classes = excluded.classes, buckets = excluded.buckets
                        """)
                }
            }
            let own = try await seats.owner.records("/admin/statistics?days=60&sort=day&order=up&format=csv")
            // This site is asked while the test asks it: its newest day grows.
            let counts = own.compactMap { Int($0.split(separator: ",")[1]) }
            #expect(own.count == 60 && counts.first == 1_059 + 59 % 7)
            #expect(counts.allSatisfy { $0 < 70_000 })
            let theirs = try await seats.stranger.records("/admin/statistics?days=60&format=csv")
            #expect(theirs.compactMap { Int($0.split(separator: ",")[1]) }.allSatisfy { $0 >= 70_000 })
            let failed = try await seats.owner.records(
                "/admin/statistics?days=60&sort=answers_5xx&order=down&format=csv"
            )
            .compactMap { $0.split(separator: ",").last.flatMap { Int($0) } }
            #expect(failed.count == 60 && failed == failed.sorted(by: >))
            let shown = try await seats.owner.rows("/admin/statistics?days=60").filter { $0.contains(", 20") }
            #expect(shown.count == 60 && Set(shown).count == 60)
            let first = try await seats.owner.get("/admin/statistics?days=60").body
            #expect(first.contains("class=\"share\"") && first.contains(t("desk.buckets.title")))
            #expect(first.contains("rel=\"next\"") && first.contains("days=60&amp;page=2"))
            #expect(try await seats.owner.records("/admin/statistics?format=csv").count == 7)
            for wrong in ["days=0", "days=93", "days=x"] {
                #expect(try await seats.owner.get("/admin/statistics?\(wrong)").status == 422, "\(wrong)")
            }
            let nobody = try await sites.wire(sites.victim.host).get("/admin/statistics", [("accept", "text/html")])
            #expect(nobody.status == 303)
        }
    }

    private static func buckets(_ fast: Int, _ slow: Int) -> [Int] {
        [0, fast] + [Int](repeating: 0, count: 11) + [slow, 0]
    }

    private static func seats(_ sites: SweptSites) async throws -> (owner: ConsoleSeat, stranger: ConsoleSeat) {
        (
            try await ConsoleSeat.signIn(
                SweptPeople(word: sites.victim.word).email, on: sites.wire(sites.victim.host)),
            try await ConsoleSeat.signIn(
                SweptPeople(word: sites.attacker.word).email, on: sites.wire(sites.attacker.host))
        )
    }
}
