import Localization
import Reports
import Vocabulary

/// A drawing of bars for a page: the numbers of `BarChart` with the reader's words. Whoever does not see it is told
/// what it shows, and reads the table beside it.
struct ReportChart: Sendable {
    let title: String
    let sheet: Sheet

    /// - Parameters:
    ///   - id: its own on the page.
    ///   - legend: of the series; none where there is one only.
    ///   - groups: the name of each, of which as many are shown as there is room for.
    ///   - mark: what the scale says.
    init(
        id: String, title: String, text: String, legend: [String], groups: [String], _ chart: BarChart,
        mark: (Int) -> String
    ) {
        self.title = title
        sheet = [
            "id": id, "name": title, "text": text, "edge": chart.edge, "far": chart.far, "base": chart.base,
            "width": BarChart.width, "height": BarChart.height, "foot": BarChart.height - BarChart.foot / 3,
            // Away from the lines, on whichever side the marks are.
            "gap": chart.edge < chart.far ? -8 : 8,
            "ticks": chart.ticks.map { ["y": $0.y, "label": mark($0.value)] as Sheet },
            "bars": chart.bars.map {
                ["x": $0.x, "y": $0.y, "width": $0.width, "height": $0.height, "series": $0.series] as Sheet
            },
            "names": chart.names.map { ["x": $0.x, "label": groups[$0.group]] as Sheet },
            "has_legend": legend.count > 1,
            "legend": legend.enumerated().map { ["series": $0, "label": $1] as Sheet },
        ]
    }
}
