import Foundation

/// One line of the table: what, how much, and the bar where there is one.
struct BenchRow: Sendable {
    let what: String
    let figure: String
    var bar = ""
    var isMet = true

    var text: String {
        let verdict = bar.isEmpty ? "" : "  (\(bar): \(isMet ? "met" : "MISSED"))"
        return "   \(what): \(figure)\(verdict)"
    }

    /// Two figures and their ratio, held to the least it may be.
    static func ratio(
        _ what: String, _ ours: BenchFigure, _ ourName: String, _ theirs: BenchFigure, _ theirName: String,
        least: Double?
    ) -> [BenchRow] {
        let ratio = ours.perSecond / theirs.perSecond
        return [
            BenchRow(what: "\(what), \(ourName)", figure: ours.text),
            BenchRow(what: "\(what), \(theirName)", figure: theirs.text),
            BenchRow(
                what: "\(what), ratio", figure: String(format: "%.2f", ratio),
                bar: least.map { String(format: "at least %.2f", $0) } ?? "", isMet: least.map { ratio >= $0 } ?? true),
        ]
    }
}

struct BenchReport: Sendable {
    var rows: [BenchRow] = []

    var table: String {
        (["| what | seen | bar |", "|---|---|---|"]
            + rows.map { row in
                "| \(row.what) | \(row.figure) | \(row.bar.isEmpty ? "" : row.bar + (row.isMet ? ", met" : ", MISSED")) |"
            }).joined(separator: "\n")
    }
}

extension BenchFigure {
    var text: String {
        String(format: "%.0f/s, p50 %.2f ms, p99 %.2f ms", perSecond, p50Milliseconds, p99Milliseconds)
    }
}
