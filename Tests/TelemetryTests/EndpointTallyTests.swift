import Testing

@testable import Telemetry

@Suite("What is counted of requests")
struct EndpointTallyTests {
    @Test("statuses are told apart, mean and percentiles are right within the buckets' width")
    func percentiles() throws {
        let endpoint = EndpointTally(method: "GET", route: "/a")
        for milliseconds in 1...1_000 {
            endpoint.record(
                status: milliseconds % 10 == 0 ? 503 : 200, DurationSample(.milliseconds(milliseconds)))
        }
        let times = endpoint.times
        #expect(times.map(\.status) == [200, 503] && times.map(\.tally.count) == [900, 100])
        let all = times[0].tally + times[1].tally
        #expect(try abs(#require(all.meanSeconds) - 0.5005) < 1e-9)
        for (share, exact) in [(0.5, 0.5), (0.95, 0.95), (0.99, 0.99)] {
            let value = try #require(all.percentile(share))
            #expect(abs(value - exact) / exact < 0.065, "\(value) for \(exact)")
        }
        #expect(all - times[1].tally == times[0].tally)
    }

    @Test("counts up to a bound are exact, and the coarse buckets are sums of the fine ones")
    func bounds() {
        let endpoint = EndpointTally(method: "GET", route: "/a")
        let milliseconds = [0, 1, 99, 100, 101, 999, 1_000, 1_001, 2_000_000]
        for value in milliseconds { endpoint.record(status: 200, DurationSample(.milliseconds(value))) }
        let tally = endpoint.times[0].tally
        #expect(tally.count(upTo: 100_000_000) == 4 && tally.count(upTo: 1_000_000_000) == 7)
        let coarse = tally.coarse
        #expect(coarse.count == 9 && coarse.count(upTo: 100_000_000) == 4 && coarse.counts.last == 1)
        #expect(Set(DurationBounds.coarse).isSubset(of: DurationBounds.fine))
        #expect(DurationBounds.fine == DurationBounds.fine.sorted() && DurationBounds.fine.count == 161)
        for (index, bound) in DurationBounds.fine.enumerated() {
            #expect(DurationSample(.nanoseconds(bound)).bucket == index)
            #expect(DurationSample(.nanoseconds(bound + 1)).bucket == index + 1)
        }
    }

    @Test("statuses without end share one place, and nothing is lost among threads")
    func bounded() async {
        let endpoint = EndpointTally(method: "GET", route: "/a")
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for number in 0..<4_000 { endpoint.record(status: 200 + number % 20, DurationSample(.seconds(1))) }
                }
            }
        }
        let times = endpoint.times
        #expect(times.count == EndpointTally.statusesMax + 1 && times.last?.status == 0)
        #expect(times.reduce(0) { $0 + $1.tally.count } == 16_000)
        #expect(times.reduce(0) { $0 + $1.tally.nanoseconds } == 16_000 * 1_000_000_000)
    }

    @Test("tenants are told apart exactly while others count; those without a place are counted as the rest")
    func tenants() async {
        let tallies = TenantTallies()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for number in 0..<9_000 {
                        tallies.record(
                            tenant: Int32(1 + number % 3), status: number % 2 == 0 ? 200 : 404,
                            DurationSample(.milliseconds(5)))
                    }
                }
            }
        }
        #expect(tallies.take().isEmpty)
        let taken = tallies.take().sorted { $0.tenant < $1.tenant }
        #expect(taken.map(\.tenant) == [1, 2, 3] && taken.map(\.tally.count) == [12_000, 12_000, 12_000])
        #expect(taken[0].classes == [0, 0, 6_000, 0, 6_000, 0])
        #expect(tallies.take().isEmpty)
        for number in 1...5_000 { tallies.record(tenant: Int32(number), status: 999, DurationSample(.zero)) }
        _ = tallies.take()
        let many = tallies.take()
        #expect(many.reduce(0) { $0 + $1.tally.count } == 5_000)
        #expect(many.count <= TenantTallies.tenantsMax + 1 && many.count > TenantTallies.tenantsMax / 2)
        #expect(many.contains { $0.tenant == TenantTallies.rest })
        #expect(many.allSatisfy { $0.tenant == TenantTallies.rest || $0.classes == [1, 0, 0, 0, 0, 0] })
    }

    @Test("Prometheus reads a histogram by hundred and a counter by status")
    func metrics() {
        let endpoint = EndpointTally(method: "GET", route: "/a")
        endpoint.record(status: 200, DurationSample(.milliseconds(3)))
        endpoint.record(status: 201, DurationSample(.milliseconds(30)))
        endpoint.record(status: 503, DurationSample(.seconds(20)))
        let text = PrometheusText.render(EndpointMetrics.snapshot([endpoint]))
        for line in [
            #"http_server_request_duration_seconds_bucket{method="GET",route="/a",status="2xx",le="0.005"} 1"#,
            #"http_server_request_duration_seconds_bucket{method="GET",route="/a",status="2xx",le="+Inf"} 2"#,
            #"http_server_request_duration_seconds_bucket{method="GET",route="/a",status="5xx",le="10"} 0"#,
            #"http_server_request_duration_seconds_sum{method="GET",route="/a",status="5xx"} 20"#,
            #"http_server_responses_total{method="GET",route="/a",status="201"} 1"#,
        ] {
            #expect(text.contains("\(line)\n"), "\(line) in\n\(text)")
        }
    }
    @Test("a path that two hosts have is one line of the metrics, with what both were asked")
    func sharedPath() {
        let hosts = (0..<2).map { _ in EndpointTally(method: "GET", route: "/a") }
        hosts[0].record(status: 200, DurationSample(.milliseconds(3)))
        hosts[1].record(status: 200, DurationSample(.milliseconds(30)))
        hosts[1].record(status: 404, DurationSample(.milliseconds(30)))
        let text = PrometheusText.render(EndpointMetrics.snapshot(hosts))
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("http_server_responses_total{") }
        #expect(
            lines == [
                #"http_server_responses_total{method="GET",route="/a",status="200"} 2"#,
                #"http_server_responses_total{method="GET",route="/a",status="404"} 1"#,
            ])
    }
}
