import Logging
package import Telemetry
package import Tenancy
package import Vocabulary

/// What the edge is made of; the roof fills it in once.
package struct EdgeParts: Sendable {
    package let map: RouteMap
    package var tenants: TenantReach
    package let keys: SessionKeys
    package var operators: OperatorTokens
    package var credentials = CredentialCheck()
    package let words: PlatformWords
    package let clock: WallClock
    package let identifiers: IdentifierSource
    package var proxies = TrustedProxies.none
    package var gate = LoadGate(inFlightMax: inFlightDefault)
    package var draining = Draining()
    package let statistics: RequestStatistics
    package var recent = RecentRequests()
    /// Without a Redis of the roof's each process counts alone.
    package var limiter = RateLimiter(logger: Logger(label: "rate-limits"))
    /// Requests an hour that an address may make of a site's API without a key; nil: any number.
    package var anonymousPerHour: Int?
    /// The way to a site's entries in the cache.
    package var cache: @Sendable (TenantEntry) -> TenantCache = CacheStore(logger: Logger(label: "cache")).cache
    package var retirements = Retirements.none
    /// Nil counts nothing by tenant.
    package var usage: VersionUsage?
    /// Draws a problem as a page; without it browsers get the document, too.
    package var errorPage: ErrorPage?
    /// Adds `Server-Timing`.
    package var isDevelopment = false
    /// Holds every answer to its declaration, which costs reading it again.
    package var checksAnswers = false
    package let answers = AnswerCheck()
    let effects = KeyedMeter()

    /// Requests at work at once; with more of them each one waits longer than a caller does.
    package static let inFlightDefault = 2_000

    package init(
        map: RouteMap, tenants: TenantReach, keys: SessionKeys, operators: OperatorTokens, words: PlatformWords,
        clock: WallClock, identifiers: IdentifierSource
    ) {
        self.map = map
        self.tenants = tenants
        self.keys = keys
        self.operators = operators
        self.words = words
        self.clock = clock
        statistics = RequestStatistics(clock: clock)
        self.identifiers = identifiers
    }
}

/// The platform's own words, for hosts that are nobody's and for operators.
package struct PlatformWords: Sendable {
    /// The first is the default.
    package let locales: [LocaleTag]
    let words: @Sendable (LocaleTag) -> ProblemWords

    package init(locales: [LocaleTag], words: @escaping @Sendable (LocaleTag) -> ProblemWords) {
        self.locales = locales
        self.words = words
    }
}

/// How a problem looks to a visitor of a page.
package struct ErrorPage: Sendable {
    package struct Sight: Sendable {
        package let problem: Problem
        package let words: ProblemWords
        /// Nil on a host that is nobody's, or when the site can not be read either.
        package let profile: TenantProfile?
        package let requestID: String
        package let path: String
        /// Somebody who is signed in on this browser.
        package let caller: Caller?
    }

    let draw: @Sendable (Sight) -> Answer?

    package init(_ draw: @escaping @Sendable (Sight) -> Answer?) { self.draw = draw }
}
