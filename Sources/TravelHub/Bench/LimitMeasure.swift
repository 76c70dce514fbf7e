/// What counting a request costs: `/api/site` in a process that counts each against a limit in Redis, as it
/// does requests with a key, beside one that does not.
struct LimitMeasure: BenchMeasure {
    let name = "limits"
    private static let host = "hinode.localhost"
    private static let path = "/api/site"
    /// A round trip to Redis is dearer than all else that `/api/site` does.
    private static let least = 0.25

    func run(_ stage: BenchStage, _ pace: BenchPace) async throws -> [BenchRow] {
        try await stage.serving(environment: ["LIMITS_ANONYMOUS_PER_HOUR": "1000000000"]) { counted in
            try await stage.serving { free in
                let reply = try await counted.get(Self.path, host: Self.host)
                guard reply.fields.contains(where: { $0.name.lowercased() == "ratelimit" }) else {
                    throw BenchProgram.Failure(description: "the request was not counted")
                }
                let script = try Wrk.walk([(Self.host, Self.path)], named: "limits", in: stage.directory)
                func load(_ server: BenchServer) async throws -> BenchFigure {
                    try await Wrk(
                        port: server.port, threads: 1, connections: 32, seconds: pace.seconds, script: script
                    ).run()
                }
                let (first, second) = try await pace.pair({ try await load(counted) }, { try await load(free) })
                return BenchRow.ratio(
                    Self.path, first, "counted in Redis", second, "not counted", least: Self.least)
            }
        }
    }
}
