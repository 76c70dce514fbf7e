import HTTPTypes
package import Web

/// The operators' console on the platform's host: every page without a script, in the operator's own language.
///
/// What always holds: nobody sees a page, nor whether what it names exists, who is not signed in; every list can be
/// searched, ordered, paged and taken away; what changes something says first what it will do, and is asked for by
/// a form that this console showed to this browser; the verbs are those of the API, with their rules and trails.
package struct DeskFeature: Sendable {
    private let parts: DeskParts

    /// Where the files of the console are served.
    package static let assetPrefix = "\(DeskPart.home)/assets/"

    package init(parts: DeskParts) { self.parts = parts }

    package func routes() -> RouteGroup {
        RouteGroup(
            "desk",
            DeskDoor(parts: parts).routes + DeskTenants(parts: parts).routes + DeskTenant(parts: parts).routes
                + DeskHosts(parts: parts).routes
                + DeskLooks(parts: parts).routes + DeskProvision(parts: parts).routes + DeskWays(parts: parts).routes
                + DeskOperations(parts: parts).routes + DeskQueues(parts: parts).routes
                + DeskJobs(parts: parts).routes + DeskSchedules(parts: parts).routes + DeskMail(parts: parts).routes
                + DeskPayments(parts: parts).routes
                + DeskErrors(parts: parts).routes + DeskBreakers(parts: parts).routes
                + DeskStatistics(parts: parts).routes + DeskRates(parts: parts).routes
                + DeskRateImport(parts: parts).routes + DeskInvoices(parts: parts).routes
                + DeskInvoiceVerbs(parts: parts).routes
                + DeskMigrations(parts: parts).routes + DeskOperators(parts: parts).routes
                + DeskAudit(parts: parts).routes)
    }
}

extension RouteOptions {
    static let desk = RouteOptions(tag: "desk")
}

extension RouteOutput {
    /// Whoever is not signed in is led to where one is.
    static let signIn = RouteOutput.redirect(.seeOther, "The sign-in page, for whoever is not signed in.")
}
