import Breakers
import Foundation
import NameLookup
import Outbound
import Postgres
import Pricing
import Rates
import Tenancy
import TestSupport
import Vocabulary

/// A history of a test's own, a clock to be set, and a stranger's server to ask.
struct FixtureRates: Sendable {
    let fleet: TestFleet
    let server: TestWebServer
    let clock: ManualClock
    let take: ImportRates
    let fetch: FetchRates
    let history: RateHistory
    let breakers = BreakerRegister(redis: nil)

    /// Thursday, 26 November 2026, an hour after the day's rates came out.
    static let now = ISO8601DateFormatter().date(from: "2026-11-26T16:00:00Z")!
    static let staleness = RateStaleness(hours: RateStaleness.hoursDefault)

    static func run(_ body: (FixtureRates) async throws -> Void) async throws {
        let fleet = try await TestFleet.make()
        let server = try await TestWebServer.start()
        do {
            try await body(FixtureRates(fleet, server))
        } catch {
            await server.stop()
            await fleet.close()
            throw error
        }
        await server.stop()
        await fleet.close()
    }

    private init(_ fleet: TestFleet, _ server: TestWebServer) {
        self.fleet = fleet
        self.server = server
        let clock = ManualClock(Self.now)
        self.clock = clock
        let wall = clock.wallClock
        take = ImportRates(platform: fleet.platform, identifiers: fleet.identifiers, clock: wall)
        history = RateHistory(platform: fleet.platform)
        var limits = FetchRates.limits
        limits.exchangeSeconds = 2
        fetch = FetchRates(
            caller: OutboundCaller(
                names: NameResolver(servers: []), rule: .allowing([AddressBlock("127.0.0.0/8")!]), limits: limits,
                agent: "test"),
            breakers: breakers)
    }

    func place(_ path: String) -> RatePlace { RatePlace("http://127.0.0.1:\(server.port)\(path)")! }

    func refresh(_ place: RatePlace?) -> RefreshRates {
        RefreshRates(place: place, staleness: Self.staleness, fetch: fetch, take: take, history: history)
    }

    func board() -> RateBoard {
        RateBoard(staleness: Self.staleness, clock: clock.wallClock)
    }

    func follower(_ board: RateBoard) -> RateFollower {
        RateFollower(board: board, history: history, logger: TestFleet.logger)
    }

    @discardableResult
    func `import`(_ days: [ECB.Day], actor: AuditActor = "operator:ada") async throws -> ImportRates.Outcome {
        try await take.take(Array(ECB.document(days).utf8), origin: "test", actor: actor)
    }

    func count() async throws -> Int {
        try await fleet.admin.single("select count(*) as n from platform.exchange_rate_publications").only().get("n")
    }
}
