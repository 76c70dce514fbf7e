import Reports
import TestSupport
import Testing
import Vocabulary

@Suite("Bars of a chart")
struct BarTests {
    private static func series(_ random: inout SeededGenerator) -> [[Int]] {
        let groups = Int.random(in: 1...366, using: &random)
        return (0..<Int.random(in: 1...4, using: &random)).map { _ in
            (0..<groups).map { _ in
                Bool.random(using: &random) ? 0 : Int.random(in: -50_000...1_000_000, using: &random)
            }
        }
    }

    @Test("there is one for each value but zero; all lie within the drawing, and no taller than their value")
    func bars() {
        var random = SeededGenerator(seed: 2)
        for arrangement in [BarChart.Arrangement.beside, .stacked] {
            for _ in 0..<60 {
                let series = Self.series(&random)
                let chart = BarChart(series, arrangement)
                #expect(chart.bars.count == series.flatMap(\.self).count { $0 != 0 })
                #expect(
                    chart.bars.allSatisfy {
                        $0.x >= BarChart.margin && $0.x + $0.width <= BarChart.width && $0.y >= 0
                            && $0.y + $0.height <= BarChart.height && $0.width > 0 && $0.height > 0
                    })
                guard arrangement == .beside else { continue }
                for bar in chart.bars {
                    let value = series[bar.series][bar.group]
                    #expect(value > 0 ? bar.y + bar.height <= chart.base + 1 : bar.y >= chart.base - 1)
                }
            }
        }
    }

    @Test("stacked, those of a group lie one on the other and are as high as their sum")
    func stacked() {
        let chart = BarChart([[30, 0], [20, 5], [50, 0]], .stacked)
        let first = chart.bars.filter { $0.group == 0 }
        #expect(Set(first.map(\.x)).count == 1)
        #expect(zip(first, first.dropFirst()).allSatisfy { $1.y + $1.height == $0.y })
        #expect(first.map(\.height).reduce(0, +) == chart.base - BarChart.head)
    }

    @Test("mirrored, each is as far from the right as it was from the left, and no other")
    func mirrored() {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<40 {
            let series = Self.series(&random)
            let (plain, mirrored) = (BarChart(series, .beside), BarChart(series, .beside, isMirrored: true))
            for (one, other) in zip(plain.bars, mirrored.bars) {
                #expect(other.x == BarChart.width - one.x - one.width)
                #expect((other.y, other.height) == (one.y, one.height))
            }
            #expect(zip(plain.names, mirrored.names).allSatisfy { $1.x == BarChart.width - $0.x })
            #expect(mirrored.edge == BarChart.width - plain.edge && mirrored.far == 0)
        }
    }

    @Test("however many groups there are, few are named, the first among them")
    func names() {
        for groups in 1...366 {
            let chart = BarChart([Array(repeating: 1, count: groups)], .beside)
            #expect((1...BarChart.namesMax).contains(chart.names.count))
            #expect(chart.names.first?.group == 0)
        }
    }
}
