import Foundation
import Identity
import NIOHTTP1
import Postgres
import Redis
import Tenancy
import Vocabulary
import Web

/// What a request with a partner's API key costs: `/api/site` with a key beside the same without one, by the same
/// process. The key is known to the process; what is left is one round trip to Redis, which counts the request
/// against the plan and the key's own limit.
struct KeyedMeasure: BenchMeasure {
    let name = "keyed"
    private static let host = "aurelia.localhost"
    private static let path = "/api/site"
    private static let limitPerHour = 1_000_000
    /// The largest plan's hour is over in two seconds of this load.
    private static let forgetMilliseconds = 250

    func run(_ stage: BenchStage, _ pace: BenchPace) async throws -> [BenchRow] {
        let bearer = "Bearer \(try await key(stage))"
        return try await stage.serving { server in
            let reply = try await server.send(
                .GET, Self.path, host: Self.host, fields: ["Authorization": bearer])
            let standing = reply.fields.first { $0.name.lowercased() == "ratelimit" }?.value ?? ""
            guard reply.status == 200, standing.contains("\"key\""), standing.contains("\"plan\"") else {
                throw BenchProgram.Failure(description: "the key was not counted: \(reply.status) \(standing)")
            }
            func load(_ name: String, _ fields: [String: String]) async throws -> BenchFigure {
                let script = try Wrk.walk(
                    [(Self.host, Self.path)], fields: fields, named: name, in: stage.directory)
                return try await Wrk(
                    port: server.port, threads: 1, connections: 32, seconds: pace.seconds, script: script
                ).run()
            }
            let (keyed, bare) = try await pace.pair(
                { try await Self.forgetting(stage) { try await load("keyed", ["Authorization": bearer]) } },
                { try await load("unkeyed", [:]) })
            return BenchRow.ratio(Self.path, keyed, "with a key", bare, "without", least: nil)
        }
    }

    private func key(_ stage: BenchStage) async throws -> APIKeySecret {
        let hub = try Hub(base: stage.base)
        try await hub.follower.load()
        guard let host = HostName.normalise(Self.host), case .tenant(let entry) = hub.directory.resolve(host) else {
            throw BenchProgram.Failure(description: "nobody's host: \(Self.host)")
        }
        let terms = APIKeyTerms(
            name: "bench", rights: [], ranges: [], limitPerHour: Self.limitPerHour, expiresAt: nil)
        let owner = Caller(
            .account(stage.base.identifiers.next(), session: stage.base.identifiers.next()), rights: [], label: "bench")
        let made = try await hub.identity.keys.make(
            terms, by: owner, Actor("operator:bench", requestID: nil), in: hub.tenants.scope(entry))
        for pool in [hub.app, hub.platformPool, hub.worker, hub.probe] { await pool.close() }
        return made.secret
    }

    /// Empties the windows while `body` runs, so that no request of the load is refused.
    private static func forgetting(
        _ stage: BenchStage, _ body: () async throws -> BenchFigure
    ) async throws -> BenchFigure {
        let redis = try RedisClient(url: stage.base.settings.redisURL ?? "", connections: 1, logger: stage.base.logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await redis.run() }
            group.addTask {
                while !Task.isCancelled {
                    _ = try await redis.send(RedisCommand("FLUSHDB"))
                    try await Task.sleep(for: .milliseconds(forgetMilliseconds))
                }
            }
            let figure = try await body()
            group.cancelAll()
            return figure
        }
    }
}
