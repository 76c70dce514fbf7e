package import Vocabulary

/// All that a process counts of its requests, besides what each route counts itself.
package final class RequestStatistics: Sendable {
    /// Requests that found no route.
    package let unmatched = EndpointTally(method: "any", route: "unmatched")
    package let tenants = TenantTallies()
    package let errors: ErrorTracker

    package init(clock: WallClock) { errors = ErrorTracker(clock: clock) }
}

/// The endpoints' counts as Prometheus reads them.
package enum EndpointMetrics {
    package static let timerName = "http_server_request_duration_seconds"
    package static let counterName = "http_server_responses_total"

    package static func snapshot(_ tallies: [EndpointTally]) -> [MetricSnapshot] {
        var durations: [MetricSnapshot.Series] = []
        var responses: [MetricSnapshot.Series] = []
        for endpoint in SharedEndpoint.all(tallies) {
            let labels = [MetricLabel("method", endpoint.method), MetricLabel("route", endpoint.route)]
            let times = endpoint.times
            for (hundred, statuses) in Dictionary(grouping: times, by: { $0.status / 100 }).sorted(by: {
                $0.key < $1.key
            }) {
                let sum = statuses.dropFirst().reduce(statuses[0].tally) { $0 + $1.tally }.coarse
                durations.append(
                    MetricSnapshot.Series(
                        labels: labels + [MetricLabel("status", "\(hundred)xx")],
                        value: .histogram(
                            bounds: MetricsRegistry.timerBounds, counts: sum.counts,
                            sum: Double(sum.nanoseconds) / DurationBounds.nanosecondsPerSecond)))
            }
            responses += times.map {
                MetricSnapshot.Series(
                    labels: labels + [MetricLabel("status", "\($0.status)")], value: .number(Double($0.tally.count)))
            }
        }
        return [
            MetricSnapshot(name: timerName, kind: .histogram, help: "How long answers took.", series: durations),
            MetricSnapshot(name: counterName, kind: .counter, help: "Answers by their status.", series: responses),
        ]
    }
}
