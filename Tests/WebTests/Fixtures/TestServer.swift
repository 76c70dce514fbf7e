import Foundation
import Hummingbird
import Localization
import Logging
import NIOCore
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Web

/// A real server on a port of its own, for as long as the closure runs.
struct TestServer {
    let client: RawClient
    let parts: EdgeParts

    static let operatorToken = "operator-token-of-at-least-32-characters"
    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// A database that nothing listens at: enough for routes that do not ask it, and an outage for
    /// those that do.
    static var absentDatabase: TenantDatabase {
        get throws {
            let pool = PostgresPool(
                PostgresConfiguration(conninfo: "host=127.0.0.1 port=1 user=nobody dbname=nothing"), logger: logger)
            return TenantDatabase(pool: pool, signer: try signer)
        }
    }

    static var signer: TenantTokenSigner {
        get throws {
            TenantTokenSigner(keys: try MasterKeys("1:" + String(repeating: "5a", count: 32)), clock: .system)
        }
    }

    static func with(
        _ groups: [RouteGroup] = SampleRoutes.groups, proxies: [String] = [],
        database: TenantDatabase? = nil, dataKeys: DataKeys? = nil, sites given: SampleSites? = nil,
        inFlightMax: Int = EdgeParts.inFlightDefault, slowClients: SlowClients = SlowClients(),
        connections: ConnectionCount = ConnectionCount(), retirements: Retirements = .none,
        clock: WallClock = .system,
        departures: [String] = [], altering alter: (inout EdgeParts) -> Void = { _ in },
        _ body: @Sendable (TestServer) async throws -> Void
    ) async throws {
        let sites = try given ?? SampleSites.make()
        let reach = TenantReach(
            resolve: sites.resolve, entry: sites.entry(slug:), known: sites.profile,
            load: { entry in throw TenantProfiles.Fault.noSite(entry.id) }, database: try database ?? absentDatabase,
            dataKey: { tenant in
                guard let dataKeys else { throw DataKeys.Fault.noKey(tenant) }
                return try await dataKeys.key(of: tenant)
            })
        var parts = EdgeParts(
            map: try OpenAPIFeature.mapped(groups, title: "Test", retirements: retirements), tenants: reach,
            keys: try #require(SessionKeys(secret: Array(repeating: 7, count: 32))),
            operators: try #require(OperatorTokens(["ada": operatorToken])),
            words: PlatformWords(locales: [.english]) { ProblemWords(sites.catalogues.translator($0)) },
            clock: clock, identifiers: .version7(clock: .system))
        parts.proxies = TrustedProxies(proxies.compactMap(AddressRange.init))
        parts.isDevelopment = true
        parts.checksAnswers = true
        parts.gate = LoadGate(inFlightMax: inFlightMax)
        parts.retirements = retirements
        alter(&parts)
        let made = parts
        try await run(Edge(made), slowClients: slowClients, connections: connections) { port in
            try await body(TestServer(client: RawClient(port: port), parts: made))
        }
        #expect(made.answers.departures == departures, "answers that the description does not tell of")
    }

    static func run<Responder: HTTPResponder<EdgeContext>>(
        _ responder: Responder, slowClients: SlowClients = SlowClients(),
        connections: ConnectionCount = ConnectionCount(), _ body: @Sendable (Int) async throws -> Void
    ) async throws {
        let (ports, told) = AsyncStream<Int>.makeStream()
        let application = Application(
            responder: responder, server: GuardedHTTP1.server(slowClients: slowClients, connections: connections),
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in told.yield(channel.localAddress?.port ?? 0) }, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            for await port in ports {
                try await body(port)
                break
            }
            group.cancelAll()
        }
    }
}
