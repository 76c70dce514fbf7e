import Telemetry
import Testing

@Suite("Endpoint statistics")
struct EndpointStatisticsTests {
    @Test("counts by class, mean and percentiles within the buckets' width")
    func percentiles() throws {
        let statistics = EndpointStatistics()
        for milliseconds in 1...1_000 {
            let status = milliseconds % 10 == 0 ? 503 : 200
            statistics.record(endpoint: "GET /a", status: status, duration: .milliseconds(milliseconds))
        }
        statistics.record(endpoint: "GET /b", status: 302, duration: .zero)
        statistics.record(endpoint: "GET /b", status: 999, duration: .seconds(1_000_000))
        let snapshot = statistics.snapshot
        #expect(snapshot.map(\.endpoint) == ["GET /a", "GET /b"])
        #expect(snapshot[0].count == 1_000)
        #expect(snapshot[0].statusClasses == [0, 0, 900, 0, 0, 100])
        #expect(abs(snapshot[0].meanSeconds - 0.5005) < 1e-9)
        for (value, exact) in [
            (snapshot[0].p50Seconds, 0.5), (snapshot[0].p95Seconds, 0.95), (snapshot[0].p99Seconds, 0.99),
        ] {
            #expect(abs(value - exact) / exact < 0.065, "\(value) for \(exact)")
        }
        #expect(snapshot[1].statusClasses == [1, 0, 0, 1, 0, 0])
        #expect(snapshot[1].p50Seconds < 0.001 && snapshot[1].p99Seconds > 900)
    }

    @Test("endpoints without end share one entry, and nothing is lost among threads")
    func bounded() async {
        let statistics = EndpointStatistics()
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<4 {
                group.addTask {
                    for number in 0..<1_000 {
                        statistics.record(endpoint: "\(task)/\(number)", status: 200, duration: .milliseconds(1))
                    }
                }
            }
        }
        let snapshot = statistics.snapshot
        #expect(snapshot.count == EndpointStatistics.endpointsMax + 1)
        #expect(snapshot.first?.endpoint == EndpointStatistics.overflowEndpoint)
        #expect(snapshot.reduce(0) { $0 + $1.count } == 4_000)
    }
}
