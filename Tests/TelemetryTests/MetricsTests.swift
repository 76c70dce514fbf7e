import CoreMetrics
import Telemetry
import Testing

@Suite("Metrics")
struct MetricsTests {
    private func text(_ registry: MetricsRegistry) -> String { PrometheusText.render(registry.snapshot) }

    @Test("every kind is written as Prometheus reads it")
    func kinds() {
        let registry = MetricsRegistry(
            help: ["bookings.held": "Holds\nmade \\ kept"], bounds: ["answer.bytes": [10, 100]])
        let held = Counter(
            label: "bookings.held", dimensions: [("tenant", "aurelia"), ("mode", "schema")], factory: registry)
        held.increment(by: 2)
        held.increment()
        Gauge(label: "pool.idle", factory: registry).record(1.5)
        Meter(label: "queue-depth", factory: registry).increment(by: 3)
        let bytes = Recorder(label: "answer.bytes", factory: registry)
        for size in [5, 10, 11, 1_000] { bytes.record(size) }
        Timer(label: "query", factory: registry).recordMilliseconds(3)
        FloatingPointCounter(label: "cost", factory: registry).increment(by: 0.25)
        let expected = """
            # TYPE answer_bytes histogram
            answer_bytes_bucket{le="10"} 2
            answer_bytes_bucket{le="100"} 3
            answer_bytes_bucket{le="+Inf"} 4
            answer_bytes_sum 1026
            answer_bytes_count 4
            # HELP bookings_held_total Holds\\nmade \\\\ kept
            # TYPE bookings_held_total counter
            bookings_held_total{mode="schema",tenant="aurelia"} 3
            # TYPE cost_total counter
            cost_total 0.25
            # TYPE pool_idle gauge
            pool_idle 1.5
            """
        #expect(text(registry).hasPrefix(expected + "\n"))
        #expect(
            text(registry).contains("query_seconds_bucket{le=\"0.0025\"} 0\nquery_seconds_bucket{le=\"0.005\"} 1\n"))
        #expect(text(registry).contains("query_seconds_sum 0.003\nquery_seconds_count 1\n"))
        #expect(text(registry).contains("# TYPE queue_depth gauge\nqueue_depth 3\n"))
    }

    @Test(
        "a hostile label value stays one value",
        arguments: ["\"} 1\nfake 1", "\\", "\"\u{301}", "a\r\n# TYPE x counter", "\u{202E}}", "\u{0}"])
    func escaped(value: String) throws {
        let registry = MetricsRegistry()
        Counter(label: "c", dimensions: [("l", value)], factory: registry).increment()
        let line = try #require(
            text(registry).split(separator: "\n").map(String.init).first { $0.hasPrefix("c_total{") })
        #expect(line.hasSuffix("\"} 1"))
        // Read back by the exposition's own rules.
        var read = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in line.dropFirst("c_total{l=\"".count).dropLast("\"} 1".count).unicodeScalars {
            if isEscaped {
                read.append(scalar == "n" ? "\n" : scalar)
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else {
                #expect(scalar != "\"")
                read.append(scalar)
            }
        }
        #expect(String(read) == value)
    }

    @Test("names are made legal, and those that Prometheus keeps are not taken")
    func names() {
        let registry = MetricsRegistry()
        Counter(
            label: "2 späte.Züge", dimensions: [("le", "1"), ("__name__", "x"), ("a-b", "y"), ("a.b", "z")],
            factory: registry
        )
        .increment()
        #expect(text(registry).contains("_2_sp_te_Z_ge_total{a_b=\"y\",exported___name__=\"x\",exported_le=\"1\"} 1\n"))
    }

    @Test("values that never end fill one shared series, and none is lost")
    func cardinality() {
        let registry = MetricsRegistry(seriesMax: 10)
        for number in 0..<1_000 {
            Counter(label: "hits", dimensions: [("path", "/\(number)")], factory: registry).increment()
        }
        let family = registry.snapshot.first { $0.name == "hits_total" }
        #expect(family?.series.count == 11)
        #expect(family?.series.first { $0.labels == [MetricLabel("path", "other")] }?.value == .number(990))
        #expect(family?.series.first { $0.labels == [MetricLabel("path", "/3")] }?.value == .number(1))
        let long = String(repeating: "ü", count: 500)
        Counter(label: "long", dimensions: [("l", long)], factory: registry).increment()
        #expect(text(registry).contains("long_total{l=\"\(String(repeating: "ü", count: 64))\"} 1\n"))
    }

    @Test("one name cannot be two kinds, and too many names are counted, not kept")
    func rejected() {
        let registry = MetricsRegistry()
        Meter(label: "x_total", factory: registry).set(7)
        Counter(label: "x", factory: registry).increment()
        #expect(text(registry).contains("# TYPE x_total gauge\nx_total 7\n"))
        #expect(text(registry).contains("telemetry_rejected_metrics_total 1\n"))
        for number in 0..<1_100 { Counter(label: "n\(number)", factory: registry).increment() }
        #expect(registry.snapshot.count == MetricsRegistry.familiesMax + 1)
        #expect(text(registry).contains("telemetry_rejected_metrics_total 102\n"))
    }

    @Test("nothing is lost when many threads count at once")
    func concurrent() async {
        let registry = MetricsRegistry()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<5_000 {
                        Counter(label: "c", dimensions: [("k", "v")], factory: registry).increment()
                        Recorder(label: "r", factory: registry).record(2)
                    }
                }
            }
        }
        #expect(text(registry).contains("c_total{k=\"v\"} 40000\n"))
        #expect(text(registry).contains("r_sum 80000\nr_count 40000\n"))
    }

    @Test("a counter neither falls nor turns into a non-number")
    func counterOnlyRises() {
        let registry = MetricsRegistry()
        let handler = registry.makeFloatingPointCounter(label: "c", dimensions: [])
        for amount in [2.5, -1, .nan, .infinity] { handler.increment(by: amount) }
        registry.makeRecorder(label: "r", dimensions: [], aggregate: true).record(.nan)
        #expect(text(registry).contains("c_total 2.5\n"))
        #expect(text(registry).contains("r_count 0\n"))
    }
}
