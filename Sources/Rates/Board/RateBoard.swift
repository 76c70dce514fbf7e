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
    private let standing = Mutex<Standing?>(nil)

    package init(staleness: RateStaleness, clock: WallClock) {
        self.staleness = staleness
        self.clock = clock
    }

    /// By what amounts in `charged` are shown in `shown` now.
    package func find(_ shown: CurrencyCode, of charged: CurrencyCode, marginBasisPoints: Int) -> Finding {
        guard let standing = standing.withLock({ $0 }) else { return .none }
        let rate = standing.rates.display(
            shown, of: charged, marginBasisPoints: marginBasisPoints, source: standing.source.rawValue)
        guard let rate else { return .none }
        return staleness.isOver(standing.source, rate.date, at: clock.now()) ? .stale(rate.date) : .rate(rate)
    }

    package var isStale: Bool {
        guard let standing = standing.withLock({ $0 }) else { return false }
        return staleness.isOver(standing.source, standing.rates.date, at: clock.now())
    }

    /// Nil where there are none.
    var ageSeconds: Int? {
        standing.withLock { $0 }.map { RateStaleness.ageSeconds($0.rates.date, at: clock.now()) }
    }

    /// Of the last publication that this process has seen.
    var number: Int { standing.withLock { $0?.number ?? 0 } }

    func put(_ new: Standing?) { standing.withLock { $0 = new } }

    /// As if it had been read.
    package func put(_ rates: ExchangeRates, _ source: RateSource) {
        put(Standing(number: 0, source: source, rates: rates))
    }
}
