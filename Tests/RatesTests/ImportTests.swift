import Foundation
import Postgres
import Pricing
import Rates
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("Rates on their way into the history")
struct ImportTests {
    @Test("a document that comes twice changes nothing, in whatever document its days come again")
    func twice() async throws {
        try await FixtureRates.run { rates in
            let first = try await rates.import([("2026-11-25", [("USD", "1.0843"), ("XQX", "2")])])
            #expect(first.taken == [CalendarDate("2026-11-25")!] && first.unknown == ["XQX"])
            let again = try await rates.import([("2026-11-25", [("USD", "1.0843"), ("XQX", "2")])])
            #expect(again.taken.isEmpty && again.unchangedCount == 1)
            // The same day with a needless nought, between others.
            let many = try await rates.import([
                ("2026-11-26", [("USD", "1.09")]), ("2026-11-25", [("USD", "1.08430")]),
                ("2026-11-24", [("USD", "1.07")]),
            ])
            #expect(many.taken.map(\.description) == ["2026-11-24", "2026-11-26"] && many.unchangedCount == 1)
            #expect(try await rates.count() == 3)
            let newest = try #require(try await rates.history.newest())
            #expect(newest.date == CalendarDate("2026-11-26") && newest.source == .ecb && newest.origin == "test")
            #expect(try await rates.history.rates(of: newest)[.usd]?.description == "1.09")
        }
    }

    @Test("a day that is corrected stands beside what it was, the last word counts, and taking it back is one, too")
    func corrected() async throws {
        try await FixtureRates.run { rates in
            for rate in ["1.08", "1.09", "1.08"] { try await rates.import([("2026-11-25", [("USD", rate)])]) }
            #expect(try await rates.count() == 3)
            let newest = try #require(try await rates.history.newest())
            #expect(try await rates.history.rates(of: newest)[.usd]?.description == "1.08")
            let entries = try await rates.history.entries(of: .usd, after: nil, limit: 10)
            #expect(entries.map { $0.perEuro?.description } == ["1.08", "1.09", "1.08"])
            let series = try await rates.history.series(of: .usd, days: 10)
            #expect(series.map { $0.perEuro.description } == ["1.08"])
        }
    }

    @Test("many at once take a document in once")
    func crowd() async throws {
        try await FixtureRates.run { rates in
            let outcomes = try await withThrowingTaskGroup(of: ImportRates.Outcome.self) { group in
                for _ in 0..<8 { group.addTask { try await rates.import([("2026-11-25", [("USD", "1.0843")])]) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.filter { !$0.taken.isEmpty }.count == 1)
            #expect(try await rates.count() == 1)
        }
    }

    @Test("a fault in one day of many keeps all of them out")
    func refused() async throws {
        try await FixtureRates.run { rates in
            await #expect(throws: RateFaults.self) {
                try await rates.import([("2026-11-24", [("USD", "1.08")]), ("2026-11-25", [("USD", "-1")])])
            }
            let count = try await rates.count()
            #expect(count == 0)
        }
    }

    @Test("who took in what stands in the trail, and nothing where nothing changed")
    func audited() async throws {
        try await FixtureRates.run { rates in
            for _ in 0..<2 { try await rates.import([("2026-11-25", [("USD", "1.0843"), ("XQX", "2")])]) }
            let row = try await rates.fleet.admin.single(
                """
                select actor, subject_id, after ->> 'origin' as origin, after ->> 'unknown' as unknown
                  from platform.audit_entries where action = 'rates.import'
                """
            ).only()
            #expect(try row.get("actor", as: String.self) == "operator:ada")
            #expect(try row.get("subject_id", as: String.self) == "ecb/2026-11-25")
            #expect(try row.get("origin", as: String.self) == "test")
            #expect(try row.get("unknown", as: String.self) == "[\"XQX\"]")
        }
    }

    @Test("the database refuses what the program would not write, and whoever would rewrite the history")
    func held() async throws {
        try await FixtureRates.run { rates in
            try await rates.import([("2026-11-25", [("USD", "1.0843")])])
            for statement in [
                "update platform.exchange_rates set per_euro = 2", "delete from platform.exchange_rates",
                "update platform.exchange_rate_publications set origin = 'x'",
                "delete from platform.exchange_rate_publications",
            ] as [SQL] {
                await #expect(throws: PostgresError.self) { try await rates.fleet.platform.run(statement) }
            }
            for (currency, rate) in [("GBP", "0"), ("GBP", "-1"), ("GBP", "10000001"), ("EUR", "1"), ("gbp", "1")] {
                await #expect(throws: PostgresError.self) {
                    try await rates.fleet.platform.run(
                        """
                        insert into exchange_rates (publication_number, currency, per_euro)
                        select max(number), \(currency), \(rate)::numeric from exchange_rate_publications
                        """)
                }
            }
        }
    }

    @Test("no login of a tenant's or of the worker's sees the tables at all")
    func closed() async throws {
        try await FixtureRates.run { rates in
            let (one, two) = try await rates.fleet.pair(.pooled)
            for entry in [one, two] {
                await #expect(throws: PostgresError.self) {
                    try await rates.fleet.tenants.scope(entry).run(
                        "select number from platform.exchange_rate_publications")
                }
            }
            await #expect(throws: PostgresError.self) {
                try await rates.fleet.worker.single("select currency from platform.exchange_rates")
            }
        }
    }

    @Test("the examples that come with the program stand back behind any others, however old")
    func seed() async throws {
        try await FixtureRates.run { rates in
            let seed = try ExchangeRates(file: "date,2026-11-26\nEUR,1\nUSD,1.2\nKWD,0.35\n")
            #expect(try await rates.take.takeSeed(seed).taken.count == 1)
            #expect(try await rates.take.takeSeed(seed).taken.isEmpty)
            #expect(try await rates.history.newest()?.source == .seed)
            try await rates.import([("2026-11-02", [("USD", "1.0843")])])
            #expect(try await rates.history.newest()?.source == .ecb)
            #expect(try await rates.history.series(of: .usd, days: 9).map { $0.perEuro.description } == ["1.0843"])
        }
    }

    @Test("the history is read page by page in both directions, and by currency")
    func pages() async throws {
        try await FixtureRates.run { rates in
            let days = (1...9).map { day -> ECB.Day in
                ("2026-11-0\(day)", day % 2 == 0 ? [("USD", "1.\(day)")] : [("USD", "1.\(day)"), ("GBP", "0.\(day)")])
            }
            try await rates.import(days)
            for isOldestFirst in [true, false] {
                var (seen, place): ([String], RateHistoryPlace?) = ([], nil)
                repeat {
                    let page = try await rates.history.entries(
                        of: nil, after: place, isOldestFirst: isOldestFirst, limit: 4)
                    seen += page.map { $0.publication.date.description }
                    place = page.last.map(RateHistoryPlace.init)
                } while place != nil
                let all = days.map(\.0)
                #expect(seen == (isOldestFirst ? all : all.reversed()))
            }
            let pounds = try await rates.history.entries(of: .gbp, after: nil, limit: 100)
            #expect(pounds.map { $0.perEuro?.description } == ["0.9", "0.7", "0.5", "0.3", "0.1"])
            #expect(pounds.map(\.currencyCount) == [2, 2, 2, 2, 2])
            #expect(try await rates.history.currencies() == [.gbp, .usd])
            let place = try #require(RateHistoryPlace("2026-11-03.17"))
            #expect(place.description == "2026-11-03.17")
            for text in ["", "2026-11-03", "2026-11-03.", "2026-13-03.1", "2026-11-03.-1", "2026-11-03.1.2"] {
                #expect(RateHistoryPlace(text) == nil)
            }
        }
    }

    @Test("what was in force on a day is found later")
    func onADay() async throws {
        try await FixtureRates.run { rates in
            try await rates.import([("2026-11-20", [("USD", "1.2")]), ("2026-11-23", [("USD", "1.3")])])
            func date(_ text: String) async throws -> String? {
                try await rates.history.newest(on: CalendarDate(text)!)?.date.description
            }
            #expect(try await date("2026-11-19") == nil)
            #expect(try await date("2026-11-22") == "2026-11-20")
            #expect(try await date("2026-11-23") == "2026-11-23")
            // By those of long before nothing is converted, however late somebody asks.
            func isKnown(_ text: String) async throws -> Bool {
                try await rates.history.rates(on: CalendarDate(text)!, within: FixtureRates.staleness) != nil
            }
            #expect(try await isKnown("2026-11-19") == false)
            #expect(try await isKnown("2026-11-23"))
            #expect(try await isKnown("2026-11-29"))
            #expect(try await isKnown("2026-11-30") == false)
            #expect(try await isKnown("2027-02-28") == false)
        }
    }
}
