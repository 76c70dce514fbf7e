package import Breakers
package import Identity
package import Localization
package import Messaging
package import Payments
package import Rates
package import Tenancy
package import Vocabulary
package import Web

/// What the operators' pages are made of; the roof fills it in once.
package struct DeskParts: Sendable {
    let templates: PageTemplates
    let shelf: AssetShelf
    let catalogues: Catalogues
    let identity: IdentityFeature
    let mail: MessagingFeature
    let tenants: any TenantDeskWork
    let platform: PlatformDatabase
    let releases: BrandingReleases
    let domains: DomainDesk
    let jobs: JobConsole
    let statistics: StatisticsReport
    let thresholds: StatisticsFeature.Thresholds
    let reads: AuditReads
    let breakers: BreakerRegister
    let rates: DeskRateParts
    let payments: BrowseMoney
    let invoices: InvoiceDesk
    /// The steps that this release knows.
    let plan: MigrationPlan

    package init(
        templates: PageTemplates, shelf: AssetShelf, catalogues: Catalogues, identity: IdentityFeature,
        mail: MessagingFeature, tenants: any TenantDeskWork, platform: PlatformDatabase, releases: BrandingReleases,
        domains: DomainDesk, jobs: JobConsole, statistics: StatisticsReport, thresholds: StatisticsFeature.Thresholds,
        reads: AuditReads, breakers: BreakerRegister, rates: DeskRateParts,
        payments: BrowseMoney, invoices: InvoiceDesk, plan: MigrationPlan
    ) {
        self.templates = templates
        self.shelf = shelf
        self.catalogues = catalogues
        self.identity = identity
        self.mail = mail
        self.tenants = tenants
        self.platform = platform
        self.releases = releases
        self.domains = domains
        self.jobs = jobs
        self.statistics = statistics
        self.thresholds = thresholds
        self.reads = reads
        self.breakers = breakers
        self.rates = rates
        self.payments = payments
        self.invoices = invoices
        self.plan = plan
    }

    func asset(_ name: String) -> String { shelf.path(name) ?? "" }
}

/// What the pages of exchange rates are made of.
package struct DeskRateParts: Sendable {
    let history: RateHistory
    let take: ImportRates
    let staleness: RateStaleness
    let clock: WallClock

    package init(history: RateHistory, take: ImportRates, staleness: RateStaleness, clock: WallClock) {
        self.history = history
        self.take = take
        self.staleness = staleness
        self.clock = clock
    }
}
