import Foundation
import HTTPTypes
import Pricing
package import Rates
package import Vocabulary
package import Web

/// Exchange rates for operators' programs: what is in force, how old it is, and everything that was published before.
package struct RatesFeature: Sendable {
    private let history: RateHistory
    private let staleness: RateStaleness
    private let clock: WallClock

    package init(history: RateHistory, staleness: RateStaleness, clock: WallClock) {
        self.history = history
        self.staleness = staleness
        self.clock = clock
    }

    package func routes() -> RouteGroup { RouteGroup("rates", [list, export, day]) }

    private var list: Route {
        Route(
            .get, "/api/platform/exchange-rates", .operate(.rates),
            "What was published, the latest day first unless told otherwise, and what is in force",
            gives: [.json(RateListAnswer.schema)]
        ) { (input: RatesInput, _: OperatorContext) in
            let entries = try await history.entries(
                of: input.currency, after: input.cursor, isOldestFirst: input.isOldestFirst, limit: input.limit + 1)
            return .json(RateListAnswer(inForce: try await inForce(), entries: entries, limit: input.limit))
        }
    }

    private var export: Route {
        Route(
            .get, "/api/platform/exchange-rates/export", .operate(.rates),
            "All of it that fits the filter, as a table: a row a day", gives: [Answer.csvOutput]
        ) { (input: RatesExportInput, _: OperatorContext) in
            try await RateTable.answer(of: input.currency, input.isOldestFirst, isForPeople: false, history)
        }
    }

    private var day: Route {
        Route(
            .get, "/api/platform/exchange-rates/{date}", .operate(.rates),
            "The rates in force on a day: units for one euro", gives: [.json(RateDayAnswer.schema)],
            refuses: [.init(404, "rates.unknown")]
        ) { (input: RateDayInput, _: OperatorContext) in
            guard let found = try await history.newest(on: input.date) else { throw Problem(404, "rates.unknown") }
            return .json(RateDayAnswer(publication: found, rates: try await history.rates(of: found)))
        }
    }

    private func inForce() async throws -> RateStandingAnswer? {
        try await history.newest().map { RateStandingAnswer($0, staleness, clock.now()) }
    }
}

/// The history as a table: for programs, and for people from the console.
enum RateTable {
    private static let columns = [
        "date", "source", "number", "fetched_at", "origin", "document_sha256", "currencies", "currency", "per_euro",
    ]

    static func answer(
        of currency: CurrencyCode?, _ isOldestFirst: Bool, isForPeople: Bool, _ history: RateHistory
    ) async throws -> Answer {
        try await .file("exchange-rates", columns, isForPeople: isForPeople) { last, _ in
            try await history.entries(
                of: currency, after: last.map(RateHistoryPlace.init), isOldestFirst: isOldestFirst,
                limit: RateHistory.entriesMax)
        } cells: { entry in
            let one = entry.publication
            return [
                .text("\(one.date)"), .text(one.source.rawValue), .number("\(one.number)"),
                .text(one.fetchedAt.rfc3339), .text(one.origin), .text(one.documentSHA),
                .number("\(entry.currencyCount)"), currency.map { .text($0.code) } ?? .empty,
                entry.perEuro.map { .number("\($0)") } ?? .empty,
            ]
        }
    }
}
