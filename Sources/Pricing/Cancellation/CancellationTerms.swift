package import Foundation
package import Vocabulary

/// A cancellation policy worked out for one price and one stay: what giving it back costs, and when.
package struct CancellationTerms: Hashable, Sendable {
    package struct Window: Hashable, Sendable {
        /// Nil from the moment of booking on.
        package let begins: Deadline?
        package let penalty: Money

        package init(begins: Deadline?, penalty: Money) {
            self.begins = begins
            self.penalty = penalty
        }

        var instant: Date { begins?.instant ?? .distantPast }
    }

    /// In order of time; before the first one nothing is lost.
    package let windows: [Window]
    private let currency: CurrencyCode

    package init(windows: [Window], currency: CurrencyCode) {
        self.windows = windows.sorted { $0.instant < $1.instant }
        self.currency = currency
    }

    /// Throws `Deadline.Fault` for a zone that is not known.
    package init(
        _ rules: [CancellationRule], quote: RoomQuote, checkIn: CalendarDate, checkInFrom: LocalTime, zone: String
    ) throws(Deadline.Fault) {
        let opening = try Deadline(date: checkIn, time: checkInFrom, zone: zone)
        var windows: [Window] = []
        for rule in rules {
            let begins: Deadline? =
                switch rule.begins {
                case .booking: nil
                case .days(let days, let time):
                    try Deadline(date: checkIn.adding(days: -days), time: time, zone: zone)
                case .hours(let hours):
                    try Deadline(instant: opening.instant - TimeInterval(hours * 3600), zone: zone)
                }
            windows.append(Window(begins: begins, penalty: quote.penalty(rule.penalty)))
        }
        self.init(windows: windows, currency: quote.price.currency)
    }

    /// What is lost by cancelling at `instant`.
    package func penalty(at instant: Date) -> Money {
        windows.last { $0.instant <= instant }?.penalty ?? .zero(currency)
    }

    /// Until when nothing is lost; nil when something is lost already at `instant`, or never will be.
    package func freeUntil(at instant: Date) -> Deadline? {
        guard penalty(at: instant).minor == 0 else { return nil }
        return windows.first { $0.instant > instant && $0.penalty.minor > 0 }?.begins
    }

    /// The terms of several rooms as one: at every moment the sum of what each would lose.
    package static func combined(_ terms: [CancellationTerms], currency: CurrencyCode) -> CancellationTerms {
        var seen: Set<Date> = []
        let steps = terms.flatMap(\.windows).filter { seen.insert($0.instant).inserted }
        let windows = steps.map { step in
            Window(
                begins: step.begins,
                penalty: terms.map { $0.penalty(at: step.instant) }.reduce(.zero(currency), +))
        }
        return CancellationTerms(windows: windows, currency: currency)
    }
}

extension RoomQuote {
    /// Never more than the room's total; of what is paid by card, what leaves an amount that can be given back to a card,
    /// in the traveller's favour.
    func penalty(_ penalty: CancellationRule.Penalty) -> Money {
        let amount =
            switch penalty {
            case .percent(let basisPoints): price.total.share(basisPoints: basisPoints)
            case .nights(let count): nightly.prefix(count).map(\.amount).reduce(.zero(price.currency), +)
            case .amount(let minor): Money(minor: minor, price.currency)
            }
        let least = min(amount.minor, price.total.minor)
        let step = price.dueNow.minor > 0 ? price.currency.cardStepMinor : 1
        return Money(minor: least == price.total.minor ? least : least - least % step, price.currency)
    }
}
