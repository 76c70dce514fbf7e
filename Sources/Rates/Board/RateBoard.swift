import Foundation
package import Pricing
import Synchronization
package import Vocabulary

/// The rates in force, in this process: whoever shows a price looks here, and no further.
package final class RateBoard: Sendable {
    struct Standing: Sendable {
        let number: Int
        let source: RateSource
        let rates: ExchangeRates
    }

    package enum Finding: Hashable, Sendable {
        case rate(DisplayRate)
        /// There are rates, but too old ones: of this day.
        case stale(CalendarDate)
        /// There are none, or none of one of the two currencies.
        case none
    }

    private let staleness: RateStaleness
    private let clock: WallClock
    /// The one in force first, and those before it that somebody may just have seen.
    private let standings = Mutex<[Standing]>([])
    /// A form that was filled in is rarely older.
    static let keptMax = 4

    package init(staleness: RateStaleness, clock: WallClock) {
        self.staleness = staleness
        self.clock = clock
    }

    /// By what amounts in `charged` are shown in `shown` now.
    ///
    /// - Parameter name: of the rate that somebody saw a moment ago: it holds for them still, where it was one.
    package func find(
        _ shown: CurrencyCode, of charged: CurrencyCode, marginBasisPoints: Int, seenAs name: String? = nil
    ) -> Finding {
        let standings = standings.withLock { $0 }
        func rate(_ standing: Standing) -> DisplayRate? {
            standing.rates.display(
                shown, of: charged, marginBasisPoints: marginBasisPoints, source: standing.source.rawValue)
        }
        if let name, let seen = standings.lazy.compactMap(rate).first(where: { $0.name == name }) {
            return .rate(seen)
        }
        guard let standing = standings.first, let rate = rate(standing) else { return .none }
        return staleness.isOver(standing.source, rate.date, at: clock.now()) ? .stale(rate.date) : .rate(rate)
    }

    private var standing: Standing? { standings.withLock { $0.first } }

    package var isStale: Bool {
        guard let standing else { return false }
        return staleness.isOver(standing.source, standing.rates.date, at: clock.now())
    }

    /// Nil where there are none.
    var ageSeconds: Int? {
        standing.map { RateStaleness.ageSeconds($0.rates.date, at: clock.now()) }
    }

    /// Of the last publication that this process has seen.
    var number: Int { standing?.number ?? 0 }

    func put(_ new: Standing?) {
        standings.withLock { kept in
            guard let new else { return kept = [] }
            kept = Array(([new] + kept.filter { $0.rates != new.rates }).prefix(Self.keptMax))
        }
    }

    /// As if it had been read.
    package func put(_ rates: ExchangeRates, _ source: RateSource) {
        put(Standing(number: 0, source: source, rates: rates))
    }
}
