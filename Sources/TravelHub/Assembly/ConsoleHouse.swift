import Console
import Foundation
import Tenancy
import Web

/// What the consoles' pages are drawn with, read once at start.
struct ConsoleHouse: Sendable {
    let templates: PageTemplates
    let shelf: AssetShelf
    let plan: MigrationPlan

    init(base: Base) throws {
        let console = base.settings.directory("console")
        templates = try PageTemplates(directory: console.appendingPathComponent("templates"))
        shelf = try AssetShelf(directory: console.appendingPathComponent("assets"))
        plan = try base.migrationPlan()
    }
}

extension Hub {
    /// The operators' pages on the platform's host.
    var operatorPages: DeskFeature {
        DeskFeature(
            parts: DeskParts(
                templates: consoleHouse.templates, shelf: consoleHouse.shelf, catalogues: catalogues,
                identity: identity, mail: mail, tenants: desk, platform: platform,
                releases: BrandingReleases(identifiers: base.identifiers), domains: domains, jobs: jobConsole,
                statistics: StatisticsReport(platform: platform), thresholds: base.settings.statisticsThresholds,
                reads: reads, plan: consoleHouse.plan))
    }
}
