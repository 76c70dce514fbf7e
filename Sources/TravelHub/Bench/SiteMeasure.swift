import Foundation

/// `/api/site` against a bare Hummingbird that sends the same fields and bytes.
struct SiteMeasure: BenchMeasure {
    let name = "site"
    private static let least = 0.8

    func run(_ stage: BenchStage, _ pace: BenchPace) async throws -> [BenchRow] {
        try await stage.serving { ours in
            let reply = try await ours.get("/api/site", host: "hinode.localhost")
            // These two a server adds itself.
            let fields = reply.fields.filter { !["date", "content-length"].contains($0.name.lowercased()) }
            let kept = KeptAnswer(fields: fields.map { .init(name: $0.name, value: $0.value) }, body: reply.body)
            let file = stage.directory.appendingPathComponent("answer.json")
            try JSONEncoder().encode(kept).write(to: file)
            let port = try FreePort.find()
            let bare = try BenchServer.start(
                ["bench", "bare", "--answer", file.path, "--port", "\(port)"], port: port,
                log: stage.directory.appendingPathComponent("bare.log"))
            return try await bare.whileReady("/api/site", host: "hinode.localhost") { bare in
                let script = try Wrk.walk(
                    [("hinode.localhost", "/api/site")], named: "site", in: stage.directory)
                func load(_ server: BenchServer) async throws -> BenchFigure {
                    try await Wrk(
                        port: server.port, threads: 1, connections: 32, seconds: pace.seconds, script: script
                    ).run()
                }
                let (first, second) = try await pace.pair({ try await load(ours) }, { try await load(bare) })
                return BenchRow.ratio("/api/site", first, "ours", second, "bare Hummingbird", least: Self.least)
            }
        }
    }
}
