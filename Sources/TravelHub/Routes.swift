import Bookings
import Console
import Identity
import Inventory
import Messaging
import Papers
import Payments
import Postgres
import Redis
import Storefront
import Tenancy
import Web

/// Every route of the process on one screen: features, each with its prefix.
extension Hub {
    func routes(draining: Draining) -> [RouteGroup] {
        [
            probes(draining: draining).routes(),  // /livez /readyz /healthz
            SiteFeature(pictures: storefront.pictures).routes(),  // /api/site /api/messages
            InventoryFeature(search: search).routes(),  // /api/hotels /api/destinations
            bookings.routes(),  // /api/quotes /api/bookings
            payments.routes(),  // /api/bookings/…/payments /api/payments/events
            papers.routes(),  // /api/bookings/…/receipt,invoice,credit-note
            storefront.routes(),  // the partners' pages
            shelf.routes(),  // /assets
            BatchFeature(operationsMax: base.settings.batchOperationsMax).routes(),  // /api/batch
            UsageFeature().routes(),  // /api/admin/api-usage
            ViolationReports().routes(),  // /csp-reports
            identity.routes(reads: reads),  // /api/auth /api/me /api/admin/users,roles,api-keys /api/platform/operators
            openID.routes(),  // /api/auth/oidc /api/me/identities /api/admin/identity-providers
            mail.routes(reads: reads),  // /api/admin/mail /unsubscribe /api/platform/mail /mail
            console.routes(),  // /api/platform/tenants /api/platform/operations
            console.domainRoutes(),  // /api/admin/domains /api/platform/tenants/…/domains
            askTLS.routes(),  // /internal/tls/ask
            audit.routes(),  // /api/admin/audit /api/platform/audit
            statistics.routes(),  // /api/admin/statistics /api/platform/statistics /api/platform/errors
            rateConsole.routes(),  // /api/platform/exchange-rates
            moneyConsole.routes(),  // /api/platform/payments
            invoiceDesk.routes(),  // /api/platform/invoices /api/platform/tenants/…/invoices
            operatorPages.routes(),  // /sign-in /desk
            jobConsole.routes(),  // /api/platform/jobs /api/admin/jobs
            admin.routes(),  // /admin
            admin.programRoutes(),  // /api/admin/branding,bookings,payments,ledger,billing,reports,messages
            consoleHouse.adminShelf.routes(),  // /admin/assets
        ]
    }

    /// Those, with their limits as the settings have them, and what describes them: /openapi.json /docs
    ///
    /// Throws `SettingFault` for a limit of an endpoint that there is not.
    func map(draining: Draining) throws -> RouteMap {
        let groups: [RouteGroup]
        do throws(EndpointLimits.Unknown) {
            groups = try base.settings.endpointLimits.applied(to: routes(draining: draining))
        } catch {
            throw SettingFault(SettingKeys.endpointLimits, found: error.endpoint)
        }
        return try OpenAPIFeature.mapped(
            groups, title: "TravelHub", page: storefront.docs, retirements: base.settings.retirements)
    }

    private var console: ConsoleFeature {
        ConsoleFeature(
            desk: desk, releases: BrandingReleases(identifiers: base.identifiers),
            list: TenantList(platform: platform), operations: OperationList(platform: platform),
            domains: domains, actors: identity.actors)
    }

    var askTLS: AskTLS { AskTLS(directory: directory) }

    private var audit: AuditFeature {
        AuditFeature(
            desk: desk, platform: platform, reads: reads, identifiers: base.identifiers, actors: identity.actors)
    }

    private var statistics: StatisticsFeature {
        StatisticsFeature(
            desk: desk, report: StatisticsReport(platform: platform), thresholds: base.settings.statisticsThresholds,
            breakers: breakers)
    }

    private var moneyConsole: PartnersMoneyFeature {
        PartnersMoneyFeature(desk: desk, platform: platform, browse: payments.browse, reads: reads)
    }

    private var rateConsole: RatesFeature {
        RatesFeature(history: rates.history, staleness: rates.staleness, clock: base.clock)
    }

    var jobConsole: JobConsole {
        JobConsole(desk: queueDesk, jobs: tenantJobs, directory: directory, tenants: tenants)
    }

    func probes(draining: Draining) -> Probes {
        var dependencies = [
            Probes.Dependency("database", isVital: true) { [probe] in
                (try? await probe.single("select 1 as one")) != nil
            },
            Probes.Dependency("directory", isVital: true) { [directory] in directory.isFresh },
        ]
        if let redis {
            dependencies.append(
                Probes.Dependency("redis", isVital: false) { (try? await redis.send(RedisCommand("PING"))) != nil })
        }
        return Probes(dependencies, draining: draining)
    }
}
