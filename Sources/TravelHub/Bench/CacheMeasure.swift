/// What the cache is worth: the front page in a process that has Redis, beside one that asks the database
/// for its cities each time.
struct CacheMeasure: BenchMeasure {
    let name = "cache"
    private static let host = "hinode.localhost"
    private static let path = "/en"

    func run(_ stage: BenchStage, _ pace: BenchPace) async throws -> [BenchRow] {
        try await stage.serving { cached in
            try await stage.serving(environment: ["REDIS_URL": ""]) { direct in
                let script = try Wrk.walk([(Self.host, Self.path)], named: "cache", in: stage.directory)
                func load(_ server: BenchServer) async throws -> BenchFigure {
                    try await Wrk(
                        port: server.port, threads: 1, connections: 16, seconds: pace.seconds, script: script
                    ).run()
                }
                let (first, second) = try await pace.pair({ try await load(cached) }, { try await load(direct) })
                return BenchRow.ratio("front page", first, "cached", second, "not cached", least: 1)
            }
        }
    }
}
