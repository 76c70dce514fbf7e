/// Bars over groups, as numbers to draw: whole units of a drawing of `width` by `height`, from its upper left corner.
/// Read from the right where the reader's language is. It knows no colours and no words: a template gives it both, and
/// a table beside it says the same.
package struct BarChart: Hashable, Sendable {
    package enum Arrangement: Hashable, Sendable {
        /// Each series has a bar of its own in each group.
        case beside
        /// One bar a group, of all series. Those below zero hang from it.
        case stacked
    }

    package struct Bar: Hashable, Sendable {
        package let x: Int
        package let y: Int
        package let width: Int
        package let height: Int
        package let series: Int
        package let group: Int
    }

    package struct Name: Hashable, Sendable {
        package let group: Int
        /// Its middle.
        package let x: Int
    }

    package struct Tick: Hashable, Sendable {
        package let value: Int
        package let y: Int
    }

    package static let (width, height) = (1_000, 400)
    /// Room for what the marks say, and for the groups' names.
    package static let (margin, foot, head) = (150, 44, 16)
    /// Names beneath that do not run into each other.
    package static let namesMax = 7
    /// The part of a group's room that its bars take, of a hundred.
    private static let filled = 80

    package let bars: [Bar]
    package let ticks: [Tick]
    /// Of groups that are named beneath.
    package let names: [Name]
    /// Where what the marks say ends, and the lines from there to the other side.
    package let edge: Int
    package let far: Int
    /// Of zero.
    package let base: Int

    /// - Parameter series: each with one value a group; one at least, and each as long as the others.
    package init(_ series: [[Int]], _ arrangement: Arrangement, isMirrored: Bool = false) {
        let groups = series[0].count
        let scale = ChartScale(Self.ends(series, arrangement))
        let plot = Self.height - Self.head - Self.foot
        func y(_ value: Int) -> Int { Self.head + plot - scale.thousandths(value) * plot / 1_000 }
        func x(_ left: Int, _ width: Int = 0) -> Int { isMirrored ? Self.width - left - width : left }
        // In thousandths, so that many groups fill the same room as few.
        let room = (Self.width - Self.margin) * 1_000 / max(1, groups)
        func place(_ group: Int, _ part: Int, of parts: Int) -> (left: Int, width: Int) {
            let begin = Self.margin * 1_000 + group * room + room * (100 - Self.filled) / 200
            let wide = room * Self.filled / 100 / parts
            let (left, right) = ((begin + part * wide) / 1_000, (begin + (part + 1) * wide) / 1_000)
            return (left, max(1, right - left))
        }
        var bars: [Bar] = []
        for group in 0..<groups {
            var (up, down) = (0, 0)
            for index in series.indices where series[index][group] != 0 {
                let value = series[index][group]
                let isStacked = arrangement == .stacked
                let from = isStacked ? (value > 0 ? up : down) : 0
                if value > 0 { up += value } else { down += value }
                let (top, bottom) = (y(max(from, from + value)), y(min(from, from + value)))
                let (left, width) = isStacked ? place(group, 0, of: 1) : place(group, index, of: series.count)
                bars.append(
                    Bar(
                        x: x(left, width), y: min(top, bottom - 1), width: width, height: max(1, bottom - top),
                        series: index, group: group))
            }
        }
        self.bars = bars
        ticks = scale.ticks.map { Tick(value: $0, y: y($0)) }
        let every = max(1, (groups + Self.namesMax - 1) / Self.namesMax)
        names = stride(from: 0, to: groups, by: every).map { group in
            Name(group: group, x: x((Self.margin * 1_000 + group * room + room / 2) / 1_000))
        }
        edge = x(Self.margin)
        far = x(Self.width)
        base = y(0)
    }

    /// What the scale has to reach.
    private static func ends(_ series: [[Int]], _ arrangement: Arrangement) -> [Int] {
        guard arrangement == .stacked else { return series.flatMap(\.self) }
        return series[0].indices.flatMap { group in
            let values = series.map { $0[group] }
            return [values.filter { $0 > 0 }.reduce(0, +), values.filter { $0 < 0 }.reduce(0, +)]
        }
    }
}
