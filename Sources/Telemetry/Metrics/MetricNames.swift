/// Names and label values as Prometheus allows them
/// (https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels).
enum MetricNames {
    /// Bytes of a label value; the rest is cut.
    static let labelValueBytesMax = 128

    /// `http.request-duration` becomes `http_request_duration`.
    static func metric(_ name: String) -> String { clean(name, allowingColon: true) }

    /// As for metrics; names that Prometheus keeps for itself are led by `exported_`.
    static func label(_ name: String) -> String {
        let name = clean(name, allowingColon: false)
        return name == "le" || name == "quantile" || name.hasPrefix("__") ? "exported_" + name : name
    }

    static func value(_ value: String) -> String {
        guard value.utf8.count > labelValueBytesMax else { return value }
        var bytes = 0
        return String(
            String.UnicodeScalarView(
                value.unicodeScalars.prefix { scalar in
                    bytes += UTF8.width(scalar)
                    return bytes <= labelValueBytesMax
                }))
    }

    /// Clean labels in order of their names. Of two that end with one name the first stays.
    static func labels(_ dimensions: [(String, String)]) -> [MetricLabel] {
        var seen: Set<String> = []
        let labels = dimensions.map { MetricLabel(label($0.0), value($0.1)) }.filter { seen.insert($0.name).inserted }
        return labels.sorted { $0.name < $1.name }
    }

    private static func clean(_ name: String, allowingColon: Bool) -> String {
        let cleaned = name.unicodeScalars.map { scalar -> Character in
            let isAllowed = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            return isAllowed || scalar == "_" || (allowingColon && scalar == ":") ? Character(scalar) : "_"
        }
        guard let first = cleaned.first, !first.isNumber else { return "_" + String(cleaned) }
        return String(cleaned)
    }
}
