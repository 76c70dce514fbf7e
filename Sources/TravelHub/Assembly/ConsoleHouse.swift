import Console
import Foundation
import Messaging
import Payments
import Tenancy
import Web

/// What the consoles' pages are drawn with, read once at start.
struct ConsoleHouse: Sendable {
    let templates: PageTemplates
    /// The same files, below the address of each console.
    let adminShelf: AssetShelf
    let deskShelf: AssetShelf
    let plan: MigrationPlan

    init(base: Base) throws {
        templates = try base.files.templates("console/templates")
        let assets = base.settings.directory("console/assets")
        adminShelf = try AssetShelf(directory: assets, at: AdminFeature.assetPrefix)
        deskShelf = try AssetShelf(directory: assets, at: DeskFeature.assetPrefix)
        plan = try base.files.migrationPlan()
    }
}

extension Hub {
    /// The pages of a partner's own people, on its host.
    var admin: AdminFeature {
        AdminFeature(
            templates: consoleHouse.templates, shelf: consoleHouse.adminShelf, identity: identity, domains: domains,
            sketches: BrandSketches(identifiers: base.identifiers), bookings: bookings, payments: payments,
            papers: papers, billing: billing, mail: mail, catalogues: catalogues, identifiers: base.identifiers,
            reads: reads,
            statistics: StatisticsReport(platform: platform), thresholds: base.settings.statisticsThresholds)
    }

    /// The operators' pages on the platform's host.
    var operatorPages: DeskFeature {
        DeskFeature(
            parts: DeskParts(
                templates: consoleHouse.templates, shelf: consoleHouse.deskShelf, catalogues: catalogues,
                identity: identity, mail: mail, tenants: desk, platform: platform,
                releases: BrandingReleases(identifiers: base.identifiers), domains: domains, jobs: jobConsole,
                statistics: StatisticsReport(platform: platform), thresholds: base.settings.statisticsThresholds,
                reads: reads, breakers: breakers,
                rates: DeskRateParts(
                    history: rates.history, take: rates.take, staleness: rates.staleness, clock: base.clock),
                payments: payments.browse, invoices: invoiceDesk, plan: consoleHouse.plan))
    }
}
