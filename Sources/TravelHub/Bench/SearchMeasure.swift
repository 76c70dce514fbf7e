import Foundation

/// Searching over HTTP against pgbench with the very statements that the searches send.
struct SearchMeasure: BenchMeasure {
    let name = "search"
    private static let least = 0.6

    func run(_ stage: BenchStage, _ pace: BenchPace) async throws -> [BenchRow] {
        let paths = BenchSearches.paths
        let scripts = try await stage.recording { server, log in
            var scripts: [PgbenchScript] = []
            for (index, path) in paths.enumerated() {
                let statements = try await log.statements {
                    let reply = try await server.get(path, host: BenchSearches.host)
                    guard reply.status == 200, reply.body.contains("offer_id") else {
                        throw BenchProgram.Failure(description: "\(path) found nothing: \(reply.body.prefix(500))")
                    }
                }
                scripts.append(
                    try await PgbenchScript([statements], slug: BenchSearches.slug, prefix: "s\(index)", on: stage))
            }
            return scripts
        }
        let values = scripts.reduce(into: [String: String]()) { $0.merge($1.values) { first, _ in first } }
        return try await stage.serving(connections: Pgbench.connections) { server in
            let script = try Wrk.walk(
                paths.map { (BenchSearches.host, $0) }, named: "search", in: stage.directory)
            let (ours, theirs) = try await pace.pair(
                {
                    try await Wrk(
                        port: server.port, threads: 1, connections: Pgbench.connections, seconds: pace.seconds,
                        script: script
                    ).run()
                },
                {
                    try await Pgbench(stage: stage, seconds: pace.seconds)
                        .run(scripts.map(\.text), values: values, named: "search")
                })
            return BenchRow.ratio("search", ours, "HTTP", theirs, "pgbench, pipelined", least: Self.least)
        }
    }
}

/// What is searched for: several cities and stays, of one pooled partner.
enum BenchSearches {
    static let slug = "hinode"
    static let host = "hinode.localhost"
    private static let cities = ["PAR", "LON", "TYO", "NYC"]

    static var paths: [String] {
        cities.flatMap { city in
            [30, 60, 90].map { days in
                let dates = day(days)...day(days + 3)
                return
                    "/api/hotels/search?destination=\(city)&check_in=\(dates.lowerBound)&check_out=\(dates.upperBound)&guests=2"
            }
        }
    }

    private static func day(_ ahead: Int) -> String {
        let date = Date(timeIntervalSinceNow: TimeInterval(ahead) * 86_400)
        return date.formatted(.iso8601.year().month().day())
    }
}

extension BenchStage {
    /// Runs `body` beside a server whose statements PostgreSQL logs.
    func recording<Result>(
        environment: [String: String] = [:], _ body: (BenchServer, ServerLog) async throws -> Result
    ) async throws -> Result {
        try await admin("alter role travelhub_app set log_statement = 'all'")
        let result = try await serving(connections: 1, environment: environment) { server in
            // Whatever is read once and kept is read before anything is recorded.
            for path in BenchSearches.paths { _ = try await server.get(path, host: BenchSearches.host) }
            return try await body(server, ServerLog(stage: self))
        }
        try await admin("alter role travelhub_app reset log_statement")
        return result
    }
}
