import Foundation
import PrivateServers

/// What row security costs: the search's main statement under policy and token against the same
/// statement with a hand-written `tenant_id =`, run past all policies; and one check of a token.
struct RowSecurityMeasure: BenchMeasure {
    let name = "row security"
    private static let checks = 10_000

    func run(_ stage: BenchStage, _ pace: BenchPace) async throws -> [BenchRow] {
        let recorded = try await stage.recording { server, log in
            try await log.statements { _ = try await server.get(BenchSearches.paths[0], host: BenchSearches.host) }
        }
        guard let context = recorded.first(where: { $0.text.contains("'tenancy.token'") }),
            let plans = recorded.first(where: { $0.text.contains("where h.city_code =") })
        else { throw BenchProgram.Failure(description: "the search's statements were not recognised: \(recorded)") }
        let tenant = try await stage.admin(
            "select tenant_id from platform.tenants where slug = '\(BenchSearches.slug)'")
        let byHand = ServerLog.Statement(
            text: plans.text.replacing(
                "where h.city_code =", with: "where h.tenant_id = '\(tenant)'::uuid and h.city_code ="),
            values: plans.values)
        let path = ServerLog.Statement(
            text: "select set_config('search_path', 'pooled, shared, pg_temp', true)", values: [])
        let guarded = try await PgbenchScript([[context, plans]], slug: BenchSearches.slug, prefix: "r", on: stage)
        let bare = try await PgbenchScript([[path, byHand]], slug: BenchSearches.slug, prefix: "h", on: stage)
        let (ours, theirs) = try await pace.pair(
            {
                try await Pgbench(stage: stage, seconds: pace.seconds)
                    .run([guarded.text], values: guarded.values, named: "guarded")
            },
            {
                try await Pgbench(stage: stage, seconds: pace.seconds, user: PrivatePostgres.superuser)
                    .run([bare.text], values: bare.values, named: "by-hand")
            })
        return BenchRow.ratio(
            "main statement of a search", ours, "row security", theirs, "hand-written where", least: nil)
            + [try await check(stage, context)]
    }

    private func check(_ stage: BenchStage, _ context: ServerLog.Statement) async throws -> BenchRow {
        let many = ServerLog.Statement(
            text: "select count(tenancy.current_tenant()) from generate_series(1, \(Self.checks))", values: [])
        let script = try await PgbenchScript([[context, many]], slug: BenchSearches.slug, prefix: "c", on: stage)
        let figure = try await Pgbench(stage: stage, seconds: 2, connections: 1)
            .run([script.text], values: script.values, named: "check")
        let microseconds = figure.p50Milliseconds * 1_000 / Double(Self.checks)
        return BenchRow(what: "one check of a tenant's token", figure: String(format: "%.1f µs", microseconds))
    }
}
