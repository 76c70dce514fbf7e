/// What the cache is worth: suggestions of cities in a process that has Redis, beside one that asks the
/// database each time.
struct CacheMeasure: BenchMeasure {
    let name = "cache"
    private static let host = "hinode.localhost"
    private static let paths = ["p", "pa", "par", "l", "lo", "lon", "b", "be", "ber", "t", "to", "tok"].map {
        "/api/destinations?q=\($0)"
    }

    func run(_ stage: BenchStage, _ pace: BenchPace) async throws -> [BenchRow] {
        try await stage.serving { cached in
            try await stage.serving(environment: ["REDIS_URL": ""]) { direct in
                let script = try Wrk.walk(Self.paths.map { (Self.host, $0) }, named: "cache", in: stage.directory)
                func load(_ server: BenchServer) async throws -> BenchFigure {
                    try await Wrk(
                        port: server.port, threads: 1, connections: 16, seconds: pace.seconds, script: script
                    ).run()
                }
                let (first, second) = try await pace.pair({ try await load(cached) }, { try await load(direct) })
                return BenchRow.ratio("suggestions", first, "cached", second, "not cached", least: 1)
            }
        }
    }
}
