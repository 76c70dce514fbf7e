/// Finds what a mistyped name was meant to be.
enum NearestName {
    /// More slips than this, and a guess would mislead.
    static let slipsMax = 3

    /// ` (did you mean …?)`, or nothing when no known name is near.
    static func hint(_ name: String, among known: some Sequence<String>) -> String {
        let near = known.map { (slips(name, $0), $0) }.filter { $0.0 <= min(slipsMax, max(1, $0.1.count / 2)) }
        guard let best = near.min(by: { ($0.0, $0.1) < ($1.0, $1.1) }) else { return "" }
        return " (did you mean `\(best.1)`?)"
    }

    /// Levenshtein's distance: letters inserted, deleted or replaced.
    static func slips(_ left: String, _ right: String) -> Int {
        let (one, two) = (Array(left.prefix(64)), Array(right.prefix(64)))
        var row = Array(0...two.count)
        for (index, letter) in one.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (place, other) in two.enumerated() {
                let above = row[place + 1]
                row[place + 1] = min(above + 1, row[place] + 1, diagonal + (letter == other ? 0 : 1))
                diagonal = above
            }
        }
        return row[two.count]
    }
}
