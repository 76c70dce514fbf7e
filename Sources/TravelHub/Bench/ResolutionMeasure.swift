import Foundation
import PrivateServers
import Tenancy

/// Finding the tenant of a host with ten tenants and with a hundred thousand: uniformly random hosts,
/// a fifth of them nobody's.
struct ResolutionMeasure: BenchMeasure {
    let name = "resolution"
    private static let few = 10
    private static let many = 100_000
    private static let ratioMost = 1.2
    private static let memoryMostMiB = 300.0

    func run(_ stage: BenchStage, _ pace: BenchPace) async throws -> [BenchRow] {
        try await stage.admin(Self.tenants(1...Self.few))
        let crowded = try await stage.copied("hosts") { try await $0.admin(Self.tenants((Self.few + 1)...Self.many)) }
        return try await stage.serving { small in
            let file = try await Self.file(of: small)
            return try await crowded.serving { large in
                let (first, second) = try await pace.pair(
                    { try await Self.load(small, Self.few, file, stage, pace) },
                    { try await Self.load(large, Self.many, file, stage, pace) })
                let ratio = first.perSecond / second.perSecond
                return [
                    BenchRow(what: "resolution, \(Self.few) tenants", figure: first.text),
                    BenchRow(what: "resolution, \(Self.many) tenants", figure: second.text),
                    BenchRow(
                        what: "resolution, ratio", figure: String(format: "%.2f", ratio),
                        bar: "within \(Self.ratioMost)",
                        isMet: ratio <= Self.ratioMost && 1 / ratio <= Self.ratioMost),
                    BenchRow(
                        what: "server memory with \(Self.many) tenants",
                        figure: String(format: "%.0f MiB", large.residentMiB),
                        bar: "under \(Int(Self.memoryMostMiB)) MB",
                        isMet: large.residentMiB * 1.048576 < Self.memoryMostMiB),
                ]
            }
        }
    }

    /// A file that every site serves alike, so that nothing but the host decides.
    private static func file(of server: BenchServer) async throws -> String {
        let page = try await server.get("/ja", host: BenchSearches.host)
        guard let path = page.body.firstMatch(of: #/\/assets\/[^"]+\.svg/#)?.output else {
            throw BenchProgram.Failure(description: "no file on the home page: \(page.body.prefix(300))")
        }
        return String(path.prefix { $0 != "#" })
    }

    private static func load(
        _ server: BenchServer, _ tenants: Int, _ file: String, _ stage: BenchStage, _ pace: BenchPace
    ) async throws -> BenchFigure {
        let script = try Wrk.write(
            """
            expected_errors = true
            function init(args) math.randomseed(tonumber(tostring({}):sub(8), 16) % 2147483647) end
            request = function()
              local name = math.random(5) == 1 and "nobody" or "bench"
              local host = name .. math.random(\(tenants)) .. ".test"
              return "GET \(file) HTTP/1.1\\r\\nHost: " .. host .. "\\r\\nAccept: */*\\r\\n\\r\\n"
            end

            """ + Wrk.closing, named: "resolution-\(tenants)", in: stage.directory)
        return try await Wrk(port: server.port, threads: 1, connections: 32, seconds: pace.seconds, script: script)
            .run()
    }

    private static func tenants(_ numbers: ClosedRange<Int>) -> String {
        """
        with made as (
          insert into platform.tenants (tenant_id, slug, kind, isolation, state, schema_name, changed_at)
          select gen_random_uuid(), 'bench' || n, 'test', 'pooled', 'active', 'pooled', now() - interval '1 day'
            from generate_series(\(numbers.lowerBound), \(numbers.upperBound)) n
          returning tenant_id, slug)
        insert into platform.tenant_hosts (host, tenant_id, is_primary) select slug || '.test', tenant_id, true from made;
        """
    }
}
