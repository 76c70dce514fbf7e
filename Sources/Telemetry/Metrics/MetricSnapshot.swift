/// What the metrics stood at, for a scrape or a page.
package struct MetricSnapshot: Hashable, Sendable {
    package struct Series: Hashable, Sendable {
        package let labels: [MetricLabel]
        package let value: MetricValue
    }

    package let name: String
    package let kind: MetricKind
    package let help: String?
    package let series: [Series]
}

package struct MetricLabel: Hashable, Sendable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

package enum MetricKind: String, Hashable, Sendable {
    case counter, gauge, histogram
}

package enum MetricValue: Hashable, Sendable {
    case number(Double)
    /// `counts` has one element more than `bounds`: what lies above the last. Not cumulative.
    case histogram(bounds: [Double], counts: [Int], sum: Double)
}
