/// The text that Prometheus scrapes, version 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format).
package enum PrometheusText {
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    package static func render(_ metrics: [MetricSnapshot]) -> String {
        var text = ""
        for metric in metrics {
            if let help = metric.help { text += "# HELP \(metric.name) \(escape(help, quote: false))\n" }
            text += "# TYPE \(metric.name) \(metric.kind.rawValue)\n"
            for series in metric.series { append(series, of: metric.name, to: &text) }
        }
        return text
    }

    private static func append(_ series: MetricSnapshot.Series, of name: String, to text: inout String) {
        switch series.value {
        case .number(let value):
            text += "\(name)\(labels(series.labels)) \(number(value))\n"
        case .histogram(let bounds, let counts, let sum):
            var total = 0
            for (bound, count) in zip(bounds + [.infinity], counts) {
                total += count
                text += "\(name)_bucket\(labels(series.labels + [MetricLabel("le", number(bound))])) \(total)\n"
            }
            // The count is the buckets' sum, so that the two agree while others go on counting.
            text += "\(name)_sum\(labels(series.labels)) \(number(sum))\n"
            text += "\(name)_count\(labels(series.labels)) \(total)\n"
        }
    }

    private static func labels(_ labels: [MetricLabel]) -> String {
        guard !labels.isEmpty else { return "" }
        return "{" + labels.map { "\($0.name)=\"\(escape($0.value, quote: true))\"" }.joined(separator: ",") + "}"
    }

    /// By scalar: a quote followed by a combining mark is one character, but still a quote to a parser.
    private static func escape(_ value: String, quote: Bool) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": escaped.append(contentsOf: "\\\\".unicodeScalars)
            case "\n": escaped.append(contentsOf: "\\n".unicodeScalars)
            case "\"" where quote: escaped.append(contentsOf: "\\\"".unicodeScalars)
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return Int64(exactly: value).map { "\($0)" } ?? "\(value)"
    }
}
