import Console
import Crypto
import Foundation
import Hummingbird
import Identity
import Localization
import Logging
import ServiceLifecycle
import Storefront
import Telemetry
import Tenancy
import Vocabulary
import Web

/// The sites on one port and the management answers on another, until the process is told to stop.
struct Serving: Sendable {
    let hub: Hub
    let draining = Draining()

    /// `others` work beside it, and stop after it has said that it goes.
    func services(
        beside others: [any Service] = [], onListening: @escaping @Sendable (Int) async -> Void
    ) throws -> [any Service] {
        services(try parts(), beside: others, onListening: onListening)
    }

    /// With an edge of other parts than the roof's own, as the proof of isolation makes them to be found out.
    func services(
        _ parts: EdgeParts, beside others: [any Service] = [], onListening: @escaping @Sendable (Int) async -> Void
    ) -> [any Service] {
        let settings = hub.base.settings
        let connections = ConnectionCount(
            perAddressMax: settings.connectionsPerAddress,
            exempt: ConnectionCount.loopback + settings.trustedProxies)
        let sites = Application(
            responder: Edge(parts), server: GuardedHTTP1.server(connections: connections),
            configuration: .init(address: .hostname(settings.httpHost, port: settings.httpPort)),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? settings.httpPort) },
            logger: hub.base.logger)
        let management = Application(
            responder: ManagementResponder(
                [hub.probes(draining: draining).routes(), hub.askTLS.routes()], parts: parts
            ) {
                let tallies = parts.map.all.map(\.tally) + [parts.statistics.unmatched]
                return PrometheusText.render(Launch.metrics.snapshot + EndpointMetrics.snapshot(tallies))
            },
            server: GuardedHTTP1.server(),
            configuration: .init(address: .hostname("127.0.0.1", port: settings.managementPort)),
            logger: hub.base.logger)
        let shared: [any Service] = hub.redis.map { [$0] } ?? []
        return shared + [
            hub.app, hub.platformPool, hub.worker, hub.probe, hub.follower, hub.rates.follower, hub.jobWake, hub.funnel,
            hub.reads,
            hub.usage,
            hub.statistics(parts.map, parts.statistics), management, sites,
        ] + others + [
            // A group stops its services from the last to the first, each after the one behind it.
            Notice(draining: draining, seconds: settings.drainSeconds)
        ]
    }

    func parts() throws -> EdgeParts {
        let settings = hub.base.settings
        let secret = hub.base.masterKeys.purposeKey("session").withUnsafeBytes { [UInt8]($0) }
        guard let keys = SessionKeys(secret: secret),
            let operators = OperatorTokens(settings.operatorToken.map { ["operator": $0] } ?? [:])
        else { throw CocoaError(.coderInvalidValue) }
        let catalogues = hub.catalogues
        var parts = EdgeParts(
            map: try hub.map(draining: draining),
            tenants: TenantReach(
                directory: hub.directory, profiles: hub.profiles, database: hub.tenants, dataKeys: hub.dataKeys),
            keys: keys,
            operators: operators,
            words: PlatformWords(locales: [.english] + catalogues.locales.filter { $0 != .english }) {
                ProblemWords(catalogues.translator($0))
            },
            clock: hub.base.clock, identifiers: hub.base.identifiers)
        parts.proxies = TrustedProxies(settings.trustedProxies)
        parts.draining = draining
        parts.retirements = settings.retirements
        parts.usage = hub.usage
        parts.credentials = hub.identity.credentials
        parts.recent = RecentRequests(redis: hub.redis)
        parts.limiter = RateLimiter(
            redis: hub.redis, localSharePercent: settings.localLimitPercent, logger: hub.base.logger)
        parts.anonymousPerHour = settings.anonymousPerHour
        parts.cache = hub.cache.cache
        parts.errorPage = hub.storefront.errorPage
        parts.isDevelopment = settings.isDevelopment
        parts.checksAnswers = settings.isDevelopment
        return parts
    }
}
