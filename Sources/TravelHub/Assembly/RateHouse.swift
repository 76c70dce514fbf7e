import Breakers
import Inventory
import Logging
import NameLookup
import Outbound
import Rates
import Tenancy

/// Exchange rates put together: where they are asked for, how far they are trusted, and what this process knows.
struct RateHouse: Sendable {
    let board: RateBoard
    let history: RateHistory
    let take: ImportRates
    let fetch: FetchRates
    let follower: RateFollower
    let refresh: RefreshRates
    let staleness: RateStaleness
    private let base: Base

    init(base: Base, platform: PlatformDatabase, resolver: NameResolver, breakers: BreakerRegister) {
        let settings = base.settings
        let loopback = ["127.0.0.0/8", "::1/128"].compactMap(AddressBlock.init)
        let isDevelopment = settings.isDevelopment
        self.base = base
        staleness = RateStaleness(hours: settings.exchangeRateHours)
        board = RateBoard(staleness: staleness, clock: base.clock)
        history = RateHistory(platform: platform)
        take = ImportRates(platform: platform, identifiers: base.identifiers, clock: base.clock)
        // Whoever develops may have a server of their own; a served platform dials the public Internet alone.
        fetch = FetchRates(
            caller: OutboundCaller(
                names: resolver, rule: isDevelopment ? .allowing(loopback) : .publicOnly, limits: FetchRates.limits,
                agent: "TravelHub-Rates"),
            breakers: breakers)
        follower = RateFollower(board: board, history: history, logger: base.logger)
        refresh = RefreshRates(
            place: settings.exchangeRatePlace, staleness: staleness, fetch: fetch, take: take, history: history)
    }

    /// Before the first price is shown. Where development asks nobody, the examples that come with the program are
    /// taken, so that it works without a network.
    func begin() async throws {
        if base.settings.isDevelopment, base.settings.exchangeRatePlace == nil {
            _ = try await take.takeSeed(try base.files.seed().rates)
        }
        try await follower.load()
    }
}
