import Reports
import TestSupport
import Testing
import Vocabulary

@Suite("The marks beside a chart")
struct ScaleTests {
    /// Of every magnitude, on either side of zero.
    private static func value(_ random: inout SeededGenerator) -> Int {
        let size = Int.random(in: 0...13, using: &random)
        let limit = (0..<size).reduce(1) { power, _ in power * 10 }
        return Int.random(in: -limit...limit, using: &random)
    }

    private static func isNice(_ step: Int) -> Bool {
        var step = step
        while step.isMultiple(of: 10) { step /= 10 }
        return [1, 2, 5].contains(step)
    }

    @Test("are evenly apart by a round step, hold zero, and reach as far as anything does and no step further")
    func marks() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<5_000 {
            let values = (0..<Int.random(in: 0...5, using: &random)).map { _ in Self.value(&random) }
            let scale = ChartScale(values)
            #expect(Self.isNice(scale.step), "\(values)")
            #expect(zip(scale.ticks, scale.ticks.dropFirst()).allSatisfy { $1 - $0 == scale.step }, "\(values)")
            #expect(scale.ticks.contains(0), "\(values)")
            #expect((2...ChartScale.stepsMax + 1).contains(scale.ticks.count), "\(values)")
            let (least, most) = (min(0, values.min() ?? 0), max(0, values.max() ?? 0))
            #expect(scale.low <= least && scale.low > least - scale.step, "\(values)")
            #expect(scale.high >= most && (scale.high < most + scale.step || most == 0), "\(values)")
            #expect(values.allSatisfy { (0...1_000).contains(scale.thousandths($0)) }, "\(values)")
            #expect(scale.thousandths(scale.low) == 0 && scale.thousandths(scale.high) == 1_000)
        }
    }

    @Test(
        "are amounts that can be paid in currencies of no, two and three decimals",
        arguments: [
            ("JPY", [3, 12_345], [0, 5_000, 10_000, 15_000]), ("EUR", [1, 12_345], [0, 5_000, 10_000, 15_000]),
            ("KWD", [9_999, -4_000], [-5_000, 0, 5_000, 10_000]), ("JPY", [1, 2], [0, 1, 2]), ("EUR", [], [0, 1]),
            ("EUR", [0, 0], [0, 1]), ("EUR", [-3], [-3, -2, -1, 0]),
        ] as [(String, [Int], [Int])])
    func currencies(_ code: String, _ values: [Int], _ ticks: [Int]) throws {
        let currency = try #require(CurrencyCode(code))
        let scale = ChartScale(values)
        #expect(scale.ticks == ticks)
        // As long as a step is not finer than the currency's unit, the marks have no decimals but zeros.
        if scale.step >= currency.minorPerMajor {
            #expect(scale.ticks.allSatisfy { $0.isMultiple(of: currency.minorPerMajor) })
        }
    }

    @Test("hold what a year's greatest sums come to")
    func greatest() {
        let scale = ChartScale([Money.minorMax * 100_000, -Money.minorMax * 100_000])
        #expect(scale.ticks.count <= ChartScale.stepsMax + 1)
        #expect(scale.high >= Money.minorMax * 100_000)
    }
}
