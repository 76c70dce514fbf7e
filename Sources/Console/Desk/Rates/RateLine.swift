import Localization
import Pricing
import Vocabulary

/// A currency's way over the days, drawn here and told in words: who cannot see the line reads the same.
struct RateLine: Sendable {
    typealias Point = (date: CalendarDate, perEuro: ExchangeRate)

    let sheet: Sheet

    /// As wide as the drawing, and where its highest and its lowest lie.
    private static let (width, top, height) = (1000, 20, 200)

    /// - Parameter points: the oldest first; nil where there are none.
    init?(_ currency: CurrencyCode, _ points: [Point], _ words: Translator) {
        guard let first = points.first, let last = points.last,
            let low = points.map(\.perEuro).min(), let high = points.map(\.perEuro).max()
        else { return nil }
        let days = max(1, last.date.daysSinceEpoch - first.date.daysSinceEpoch)
        let drawn = points.map { point in
            let x = (point.date.daysSinceEpoch - first.date.daysSinceEpoch) * Self.width / days
            let y = Self.top + Self.height - point.perEuro.thousandths(from: low, to: high) * Self.height / 1000
            return "\(x),\(y)"
        }
        let told: [String: MessageArgument] = [
            "currency": .text(currency.code), "from": .text(words.formats.date(first.date)),
            "until": .text(words.formats.date(last.date)), "first": .text(first.perEuro.description),
            "last": .text(last.perEuro.description), "low": .text(low.description), "high": .text(high.description),
            "days": .number(points.count),
        ]
        sheet = [
            "label": words("desk.rates.line", told.filter { ["currency", "from", "until"].contains($0.key) }),
            "text": words("desk.rates.line_text", told.filter { $0.key != "currency" }),
            "points": points.count > 1 ? drawn.joined(separator: " ") : nil, "dot": points.count == 1,
        ]
    }
}
