import Billing
import Bookings
import Breakers
import Console
import Crypto
import Foundation
import Identity
import Inventory
import Jobs
import Ledger
import Localization
import Logging
import Messaging
import NameLookup
import Outbound
import Papers
import Payments
import Postgres
import Rates
import Redis
import ServiceLifecycle
import Storefront
import Telemetry
import Tenancy
import Vocabulary
import Web

/// A serving process put together: pools by role, the directory, the features on top of them.
struct Hub: Sendable {
    let base: Base
    let catalogues: Catalogues
    let app: PostgresPool
    let platformPool: PostgresPool
    let worker: PostgresPool
    /// For readiness alone: a probe does not stand in line behind those it speaks for.
    let probe: PostgresPool
    /// Nil where none is configured: what it would share between processes then stays in each.
    let redis: RedisClient?
    /// Before outside services.
    let breakers: BreakerRegister
    /// What is kept of sites' data for all processes.
    let cache: CacheStore
    let jobs: JobQueue
    let jobWake: JobWake
    let tenants: TenantDatabase
    let platform: PlatformDatabase
    let directory: TenantDirectory
    let profiles: TenantProfiles
    let dataKeys: DataKeys
    let resolver: NameResolver
    let rates: RateHouse
    let search: HotelSearch
    let bookings: BookingsFeature
    let papers: PapersFeature
    let payments: PaymentsFeature
    let funnel: FunnelBuffer
    /// Who has looked at what.
    let reads: AuditReads
    let usage: VersionUsage
    let desk: OperatorDesk
    let domains: DomainDesk
    let storefront: StorefrontFeature
    let shelf: AssetShelf
    let mail: MessagingFeature
    let identity: IdentityFeature
    let consoleHouse: ConsoleHouse
    let openID: OpenIDFeature

    /// Longer than any statement of a request may take.
    static let statementSeconds = 20
    /// A request stands in line for a connection as long as its caller may wait for the answer, and its
    /// own deadline takes it out of there: many at once are served late rather than refused. A database
    /// that is away has no line, it is told at once.
    static let waitSeconds = RouteOptions.secondsDefault
    /// A database that takes longer to say one word is not ready.
    static let probeSeconds = 3
    static let platformConnections = 3
    static let workerConnections = 6
    /// So many jobs commit at once: the disk takes them together, and is what a worker waits for.
    static let jobConnections = 16

    init(base: Base, identityTerms: IdentityHouse.Terms = IdentityHouse.Terms()) throws {
        self.base = base
        catalogues = try base.files.catalogues()
        app = base.access.pool(
            .app, maximum: base.settings.databaseConnections, statementSeconds: Self.statementSeconds,
            waitSeconds: Self.waitSeconds)
        platformPool = base.access.pool(
            .platform, maximum: Self.platformConnections, statementSeconds: Self.statementSeconds)
        worker = base.access.pool(.worker, maximum: Self.workerConnections, statementSeconds: Self.statementSeconds)
        probe = base.access.pool(
            .app, maximum: 1, minimum: 1, statementSeconds: Self.probeSeconds, waitSeconds: Self.probeSeconds)
        redis = try base.settings.redisURL.map { try RedisClient(url: $0, logger: base.logger) }
        breakers = BreakerRegister(redis: redis)
        cache = CacheStore(redis: redis, logger: base.logger)
        jobWake = JobWake(pool: platformPool, logger: base.logger)
        jobs = JobQueue(keys: base.masterKeys, identifiers: base.identifiers, wake: jobWake)
        tenants = TenantDatabase(pool: app, signer: TenantTokenSigner(keys: base.masterKeys, clock: base.clock))
        platform = PlatformDatabase(pool: platformPool)
        directory = TenantDirectory(platformHosts: base.settings.platformHosts)
        profiles = TenantProfiles(database: tenants, catalogues: catalogues)
        dataKeys = DataKeys(database: platform, masterKeys: base.masterKeys)
        desk = OperatorDesk(
            platform: platform, tenants: tenants, dataKeys: dataKeys, catalogues: catalogues,
            identifiers: base.identifiers)
        resolver = NameResolver(servers: base.settings.nameServers)
        domains = DomainDesk(
            platform: platform, rules: DomainRules(platformHosts: base.settings.platformHosts),
            probe: DomainProbe(
                names: resolver, reader: OutboundReader(names: resolver), targets: base.settings.domainTargets),
            clock: base.clock, identifiers: base.identifiers)
        rates = RateHouse(base: base, platform: platform, resolver: resolver, breakers: breakers)
        let offers = OfferCodec(key: base.masterKeys.purposeKey("offer"))
        search = HotelSearch(offers: offers, clock: base.clock)
        (bookings, payments) = PaymentHouse(
            base: base, offers: offers, jobs: jobs, dataKeys: dataKeys, breakers: breakers
        ).features()
        funnel = FunnelBuffer(database: tenants, funnel: Funnel(identifiers: base.identifiers), logger: base.logger)
        reads = AuditReads(
            tenants: tenants, platform: platform, identifiers: base.identifiers, clock: base.clock, logger: base.logger)
        usage = VersionUsage(database: tenants, logger: base.logger)
        shelf = try Self.shelf(base.settings)
        mail = try MailHouse(
            base: base, breakers: breakers, platform: platform, profiles: profiles, tenants: tenants,
            directory: directory, dataKeys: dataKeys, jobs: jobs, resolver: resolver, catalogues: catalogues,
            shelf: shelf
        ).feature()
        papers = PapersFeature(base, bookings: bookings, payments: payments.read, mail: mail.enqueue)
        (identity, openID) = try IdentityHouse(
            base: base, terms: identityTerms, platform: platform, tenants: tenants, dataKeys: dataKeys, jobs: jobs,
            mail: mail.enqueue, consents: mail.consents, resolver: resolver, redis: redis, breakers: breakers
        ).features()
        storefront = StorefrontFeature(
            templates: try base.files.templates("storefront/templates"), shelf: shelf,
            rates: rates.board, search: search, bookings: bookings, payments: payments, papers: papers,
            identity: identity, openID: openID, consents: mail.consents, funnel: funnel, catalogues: catalogues,
            sketches: BrandSketches(identifiers: base.identifiers),
            cookieKey: base.masterKeys.purposeKey("booking-cookie"),
            sites: base.settings.isDevelopment ? Self.sites(directory, profiles) : nil)
        consoleHouse = try ConsoleHouse(base: base)
    }

    /// The site's own files, and the viewer of the API's description where it was fetched.
    private static func shelf(_ settings: Settings) throws -> AssetShelf {
        let shelf = try AssetShelf(directory: settings.directory("storefront/assets"))
        let viewer = settings.dataDirectory.appendingPathComponent(StorefrontFeature.viewer)
        guard FileManager.default.fileExists(atPath: viewer.path) else { return shelf }
        return try shelf.adding(directory: viewer, under: StorefrontFeature.viewer)
    }

    private static func sites(_ directory: TenantDirectory, _ profiles: TenantProfiles) -> PlatformSites {
        PlatformSites {
            var sites: [TenantProfile] = []
            for entry in directory.entries where entry.state == .active {
                sites.append(try await profiles.profile(entry))
            }
            return sites
        }
    }

    /// Keeps the directory in step, and lets go of profiles that changed.
    var follower: DirectoryFollower {
        DirectoryFollower(
            directory: directory, database: platform,
            listener: PostgresListener(
                base.access.configuration(.platform), channels: [DirectoryFollower.channel], logger: base.logger),
            logger: base.logger,
            changed: { [profiles, dataKeys, identity, openID] entries in
                for entry in entries {
                    profiles.invalidate(entry.id)
                    dataKeys.forget(entry.id)
                    identity.forget(entry.id)
                    openID.forget(entry.id)
                }
            })
    }

    /// Adds this process' counts to the platform's: those of its routes, if it serves any, and of its statements.
    func statistics(_ map: RouteMap?, _ requests: RequestStatistics) -> StatisticsFlush {
        StatisticsFlush(
            platform: platform, endpoints: map?.all.map(\.tally) ?? [], requests: requests,
            statements: base.access.statistics, logger: base.logger)
    }

    /// Every kind of job that there is, with what does it.
    var jobHandlers: JobHandlers {
        var handlers = JobHandlers()
        bookings.register(in: &handlers)
        payments.register(in: &handlers)
        recheck.register(in: &handlers)
        recheckSenders.register(in: &handlers)
        mail.register(in: &handlers)
        billing.register(in: &handlers)
        identity.register(in: &handlers)
        QueueProbe.register(in: &handlers)
        return handlers
    }

    var recheck: RecheckDomains {
        RecheckDomains(desk: domains, queue: jobs, round: round)
    }

    var recheckSenders: RecheckSenders {
        RecheckSenders(desk: mail.desk, jobs: jobs, round: round, clock: base.clock)
    }

    /// Through all tenants, for whatever is due with each.
    var round: TenantRound { TenantRound(tenants: tenants, directory: directory, logger: base.logger) }

    /// What works apart from requests: jobs, schedules, the outbox, operations on partners.
    func workerServices(name: String) throws -> [any Service] {
        let handlers = jobHandlers
        let tidy = TidyBookings(expire: bookings.expire, complete: bookings.complete, round: round)
        let tidyLedger = TidyLedger(
            expire: ExpireReservations(ledger: Ledger(identifiers: base.identifiers)), round: round)
        let partitions = Schedule(name: "partitions.ensure", everySeconds: 86_400) { [worker] in
            let made = try await worker.single("select shared.ensure_partitions(\(Int32(3))) as made").only()
            return "\(try made.get("made", as: Int.self)) partitions made"
        }
        let report = StatisticsReport(platform: platform)
        let counts = Schedule(name: "statistics.sweep", everySeconds: StatisticsReport.sweepSeconds) {
            "\(try await report.sweep()) counts deleted"
        }
        let audit = AuditUpkeep(worker: worker, platform: platform, round: round, masterKeys: base.masterKeys)
        let (pool, bell) = (jobPool, jobBell)
        return [
            pool, bell, queueWorker(name: name, handlers, queues: Self.queues, pool, bell),
            // The DNS and strangers' hosts keep their worker waiting.
            queueWorker(
                name: "\(name)/domains", handlers, queues: [RecheckDomains.queue, RecheckSenders.queue], pool, bell),
            // And so does the payment processor.
            queueWorker(name: "\(name)/payments", handlers, queues: [ChasePayment.queue], pool, bell),
            // Mail has workers of its own, because a mail server may keep them waiting.
            queueWorker(
                name: "\(name)/mail", handlers, queues: [SendMail.queue], limits: Self.mailLimits, pool, bell),
            BookingMails(
                bookings: bookings, mail: mail.enqueue, tenants: tenants, directory: directory, clock: base.clock,
                logger: base.logger
            ).reader(pool: worker),
            lossMails.reader(pool: worker),
            papers.following(tenants: tenants, directory: directory, logger: base.logger).reader(pool: worker),
            OutboxSequencer(pool: worker, logger: base.logger),
            try TenantDesk(base: base, cache: cache).runner(logger: base.logger),
            Scheduler(
                timed(
                    [
                        tidy.schedule, tidyLedger.schedule, payments.chaseLate(round).schedule, billingRun.schedule,
                        recheck.schedule,
                        recheckSenders.schedule, partitions, counts, rates.refresh.schedule,
                        SweepExpired(retentions, logger: base.logger).schedule, sweepTenants.schedule,
                        RenewSigningKeys(keys: identity.signing, round: round).schedule,
                    ] + audit.schedules), pool: worker, name: name, logger: base.logger),
        ]
    }

    /// Schedules whose hour nobody waits for: they may be given one. The rest keeps promises by the minute.
    static let upkeep: Set = [
        "audit.retain", "partitions.ensure", RefreshRates.name, "retention.sweep", "retention.tenants",
        "statistics.sweep",
    ]

    private func timed(_ schedules: [Schedule]) -> [Schedule] {
        base.settings.scheduleTimes.applied(to: schedules, in: base.settings.scheduleZone)
    }

    /// Jobs stand in a line of their own, apart from whatever else this process does for tenants.
    var jobPool: PostgresPool {
        base.access.pool(
            .app, maximum: Self.jobConnections, statementSeconds: Self.statementSeconds, waitSeconds: Self.waitSeconds)
    }

    private var jobBell: JobBell {
        JobBell(
            listener: PostgresListener(
                base.access.configuration(.worker), channels: [JobWake.channel], logger: base.logger))
    }

    func queueWorker(
        name: String, _ handlers: JobHandlers, queues: [String], limits: Worker.Limits = .init(), _ pool: PostgresPool,
        _ bell: JobBell? = nil
    ) -> Worker {
        let tenants = TenantDatabase(pool: pool, signer: TenantTokenSigner(keys: base.masterKeys, clock: base.clock))
        return Worker(
            pool: worker, handlers: handlers, tenants: tenants, directory: directory, keys: base.masterKeys, name: name,
            queues: queues, limits: limits, bell: bell, logger: base.logger)
    }

    /// A mail server takes few of one sender's at once.
    private static var mailLimits: Worker.Limits {
        var limits = Worker.Limits()
        (limits.concurrent, limits.perTenant) = (8, 6)
        return limits
    }

    /// Every queue that no worker has for itself; served in this order.
    static let queues = ["ordinary", QueueProbe.queue]

    var queueDesk: QueueDesk { QueueDesk(pool: worker, identifiers: base.identifiers) }
    var tenantJobs: TenantJobs { TenantJobs(identifiers: base.identifiers) }
}
