/// The marks beside a chart: round values at even distances, from at most the lowest to at least the highest, always
/// with zero.
///
/// Steps are 1, 2 or 5 times a power of ten of what is counted (P. Heckbert, "Nice numbers for graph labels", Graphics
/// Gems, 1990). Amounts are counted in minor units, a power of ten of which is one of the currency's; so the steps are
/// round in every currency, and never finer than what can be paid.
package struct ChartScale: Hashable, Sendable {
    /// Steps from the lowest mark to the highest.
    package static let stepsMax = 6

    package let step: Int
    /// Ascending.
    package let ticks: [Int]

    package var low: Int { ticks[0] }
    package var high: Int { ticks[ticks.count - 1] }

    package init(_ values: some Sequence<Int>) {
        let (least, most) = values.reduce((0, 0)) { (min($0.0, $1), max($0.1, $1)) }
        var step = 1
        while Self.steps(least, most, step) > Self.stepsMax, let wider = Self.wider(step) { step = wider }
        // Where there is nothing the marks are zero and one.
        let (first, last) = (Self.below(least, step), max(Self.above(most, step), least == 0 ? 1 : 0))
        self.step = step
        ticks = (first...last).map { $0.multipliedReportingOverflow(by: step).partialValue }
    }

    /// How far up the scale a value stands, in thousandths of the whole.
    package func thousandths(_ value: Int) -> Int {
        Int(((Double(value) - Double(low)) * 1_000 / (Double(high) - Double(low))).rounded())
    }

    private static func steps(_ least: Int, _ most: Int, _ step: Int) -> Int {
        above(most, step) - below(least, step)
    }

    /// 1, 2, 5, 10, 20, …; nil beyond what can be counted.
    private static func wider(_ step: Int) -> Int? {
        var power = step
        while power.isMultiple(of: 10) { power /= 10 }
        let (next, isOver) =
            power == 2
            ? (step / 2).multipliedReportingOverflow(by: 5)
            : step.multipliedReportingOverflow(by: 2)
        return isOver ? nil : next
    }

    private static func above(_ value: Int, _ step: Int) -> Int {
        value / step + (value > 0 && !value.isMultiple(of: step) ? 1 : 0)
    }

    private static func below(_ value: Int, _ step: Int) -> Int {
        value / step - (value < 0 && !value.isMultiple(of: step) ? 1 : 0)
    }
}
