/// What a site's people ask of the past: each is read by one statement, and every figure of it is one that plain SQL
/// over the same rows gives.
///
/// What always holds: a day is one of the site's own zone; amounts of different currencies are never added; a period
/// without anything is there, at zero.
package enum ReportKind: String, CaseIterable, Hashable, Sendable {
    /// What was confirmed on a day and what of the confirmed was cancelled on it, whenever it had been confirmed. A
    /// booking that was let go before it was confirmed is neither. Room nights are told as they were: what a change
    /// added was booked and what it gave back was cancelled on the day of the change, whatever came later.
    case bookings
    /// What the books say was sold on a day, as changed, less what was taken back on it, and how that was shared. Of
    /// what is paid at the property only the platform's fee is in the books: owed out of the revenue.
    case revenue
    /// How often each step on the way to a booking was taken: pages and verbs, not people.
    case funnel
    /// What was promised back on a day, by why. One that failed is counted as such and is no part of the amounts.
    case refunds

    package struct Measure: Hashable, Sendable {
        package enum Unit: Hashable, Sendable {
            case count, money
        }

        /// Its column, and its name in files and answers.
        package let name: String
        package let unit: Unit
        /// Whether the chart shows it.
        package let isDrawn: Bool

        init(_ name: String, _ unit: Unit, isDrawn: Bool = false) {
            self.name = name
            self.unit = unit
            self.isDrawn = isDrawn
        }
    }

    package var measures: [Measure] {
        switch self {
        case .bookings:
            [
                Measure("confirmed", .count, isDrawn: true), Measure("cancelled", .count, isDrawn: true),
                Measure("room_nights", .count), Measure("room_nights_cancelled", .count),
            ]
        case .revenue:
            [
                Measure("sold", .money), Measure("supplier", .money), Measure("tax", .money),
                Measure("platform_fee", .money), Measure("revenue", .money, isDrawn: true),
            ]
        case .funnel:
            ["search", "view", "quote", "hold", "confirm"].map { Measure($0, .count, isDrawn: true) }
                + [Measure("cancel", .count)]
        case .refunds:
            ["cancellation", "goodwill", "owed", "change"].map { Measure($0, .money, isDrawn: true) } + [
                Measure("total", .money), Measure("count", .count), Measure("failed", .count),
            ]
        }
    }

    /// Whether its figures mean something only currency by currency.
    package var isMoney: Bool { measures.contains { $0.unit == .money } }
}
