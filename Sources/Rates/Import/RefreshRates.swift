import Foundation
package import Jobs
import Postgres
import Pricing
package import Tenancy
package import Vocabulary

/// Asks for new rates when there may be some, and says when those that there are have grown too old.
package struct RefreshRates: Sendable {
    package static let name = "rates.refresh"
    /// They come about 16:00 in Frankfurt, sometimes a little later; on a bank holiday one asks in vain.
    static let everySeconds = 1_800

    let place: RatePlace?
    let staleness: RateStaleness
    let fetch: FetchRates
    let take: ImportRates
    let history: RateHistory

    /// - Parameter place: nil where nobody is asked.
    package init(
        place: RatePlace?, staleness: RateStaleness, fetch: FetchRates, take: ImportRates, history: RateHistory
    ) {
        self.place = place
        self.staleness = staleness
        self.fetch = fetch
        self.take = take
        self.history = history
    }

    package var schedule: Schedule {
        Schedule(name: Self.name, everySeconds: Self.everySeconds) { try await run() }
    }

    /// Throws `RatesStale`, what fetching and importing throw, and `PostgresError`.
    package func run() async throws -> String {
        let now = take.clock.now()
        let newest = try await history.newest()
        guard let place else {
            try refuseStale(newest, now)
            return "nobody is asked"
        }
        let date = newest.flatMap { $0.source == .seed ? nil : $0.date }
        guard RateStaleness.isNewerAwaited(than: date, at: now) else { return "nothing is awaited" }
        do {
            let outcome = try await take.take(try await fetch.get(place), origin: "\(place)", actor: "system")
            try refuseStale(try await history.newest(), now)
            return outcome.told
        } catch let error as RatesStale {
            throw error
        } catch {
            if let newest, staleness.isOver(newest.source, newest.date, at: now) {
                throw RatesStale(date: newest.date, cause: "\(error)")
            }
            throw error
        }
    }

    private func refuseStale(_ newest: RatePublication?, _ now: Date) throws {
        guard let newest, staleness.isOver(newest.source, newest.date, at: now) else { return }
        throw RatesStale(date: newest.date, cause: nil)
    }
}

/// The newest rates are older than they may be: amounts are shown in what is charged alone.
package struct RatesStale: Error, CustomStringConvertible {
    package let date: CalendarDate
    /// Why there are no newer ones, where that is known.
    package let cause: String?

    package var description: String {
        "exchange rates of \(date) are too old" + (cause.map { ": \($0)" } ?? "")
    }
}
