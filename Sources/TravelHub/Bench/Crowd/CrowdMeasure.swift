import Foundation

/// Searches of a city with thousands of hotels, each another one and none of them kept anywhere, that come at 30 % of
/// the rate which pgbench reaches with the statements of such searches; beside pgbench at that very rate.
struct CrowdMeasure: BenchMeasure {
    let name = "crowd"
    private static let share = 0.3
    private static let slowerMost = 2.0
    private static let recorded = 60
    /// The slowest hundredth is to be more than one.
    private static let requestsLeast = 400
    private static let secondsMost = 120

    func run(_ stage: BenchStage, _ pace: BenchPace) async throws -> [BenchRow] {
        let city = try await CrowdedCity.build(stage)
        let searches = try city.searches(10_000, seed: 1)
        return try await BenchSandbox.beside(city.stage, currency: "JPY") { sandbox in
            // As most partners do, it takes payments: what is on sale does not hang on what is paid when.
            try await sandbox.connect(BenchSearches.host, on: city.stage)
            return try await measure(searches, city.stage, ["STRIPE_SANDBOX_URL": sandbox.url], pace)
        }
    }

    private func measure(
        _ searches: [String], _ crowd: BenchStage, _ environment: [String: String], _ pace: BenchPace
    ) async throws -> [BenchRow] {
        let scripts = try await Self.record(Array(searches.suffix(Self.recorded)), crowd, environment)
        let values = scripts.reduce(into: [String: String]()) { $0.merge($1.values) { first, _ in first } }
        let most = try await Pgbench(stage: crowd, seconds: 2 * pace.seconds)
            .run(scripts.map(\.text), values: values, named: "crowd")
        let rate = most.perSecond * Self.share
        let seconds = min(Self.secondsMost, max(pace.seconds, Int(Double(Self.requestsLeast) / rate) + 1))
        let count = Int(rate * Double(seconds))
        return try await crowd.serving(connections: Pgbench.connections, environment: environment) { server in
            // What is measured is a process at work, not its first breath.
            for path in searches.suffix(2 * Pgbench.connections) { try await Self.search(path, server) }
            let ours = try await OpenLoop(perSecond: rate, seed: 1).run(count) { index in
                try await Self.search(searches[index], server)
            }
            let theirs = try await Pgbench(stage: crowd, seconds: seconds, perSecond: rate)
                .run(scripts.map(\.text), values: values, named: "crowd")
            let ratio = ours.p99Milliseconds / theirs.p99Milliseconds
            return [
                BenchRow(what: "crowded city, pgbench at its most", figure: most.text),
                BenchRow(what: "crowded city, open loop, HTTP", figure: ours.text),
                BenchRow(what: "crowded city, open loop, pgbench", figure: theirs.text),
                BenchRow(
                    what: "crowded city, p99 beside pgbench's", figure: String(format: "%.2f", ratio),
                    bar: String(format: "at most %.2f", Self.slowerMost), isMet: ratio <= Self.slowerMost),
            ]
        }
    }

    private static func record(
        _ paths: [String], _ crowd: BenchStage, _ environment: [String: String]
    ) async throws -> [PgbenchScript] {
        try await crowd.recording(environment: environment) { server, log in
            var scripts: [PgbenchScript] = []
            for (index, path) in paths.enumerated() {
                let statements = try await log.statements { try await search(path, server) }
                scripts.append(
                    try await PgbenchScript([statements], slug: BenchSearches.slug, prefix: "w\(index)", on: crowd))
            }
            return scripts
        }
    }

    private static func search(_ path: String, _ server: BenchServer) async throws {
        let reply = try await server.get(path, host: BenchSearches.host)
        guard reply.status == 200, reply.body.contains("offer_id") else {
            throw BenchProgram.Failure(description: "\(path) found nothing: \(reply.body.prefix(500))")
        }
    }
}
