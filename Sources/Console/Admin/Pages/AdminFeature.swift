package import Billing
package import Bookings
package import Identity
package import Localization
package import Messaging
package import Papers
package import Payments
package import Tenancy
package import Vocabulary
package import Web

/// The console of a partner's own people, on its host below `/admin`.
///
/// What always holds: a page needs no script and speaks the reader's language, whichever the site speaks; it shows
/// nothing that the reader has no right to; whatever cannot be taken back is asked about on a page of its own.
package struct AdminFeature: Sendable {
    private let parts: AdminParts

    /// - Parameters:
    ///   - shelf: the files of `console/assets`.
    ///   - templates: those of `console/templates`.
    package init(
        templates: PageTemplates, shelf: AssetShelf, identity: IdentityFeature, domains: DomainDesk,
        sketches: BrandSketches, bookings: BookingsFeature, payments: PaymentsFeature, papers: PapersFeature,
        billing: BillingFeature, mail: MessagingFeature, catalogues: Catalogues, identifiers: IdentifierSource,
        reads: AuditReads,
        statistics: StatisticsReport,
        thresholds: StatisticsFeature.Thresholds
    ) {
        parts = AdminParts(
            templates: templates, shelf: shelf, identity: identity, domains: domains,
            releases: BrandingReleases(identifiers: identifiers), sketches: sketches, bookings: bookings,
            payments: payments, papers: papers, billing: billing, mail: mail, catalogues: catalogues,
            texts: TextDesk(catalogues: catalogues, identifiers: identifiers),
            contact: ContactDesk(identifiers: identifiers), pages: PageDesk(identifiers: identifiers), reads: reads,
            statistics: statistics, thresholds: thresholds)
    }

    /// Together with the routes of `shelf`, which the roof adds.
    package func routes() -> RouteGroup {
        RouteGroup(
            "console",
            SignInRoutes(parts: parts).routes + OverviewRoutes(parts: parts).routes
                + StaffPages(parts: parts).routes + KeyPages(parts: parts).routes
                + DomainPages(parts: parts).routes + BrandPages(parts: parts).routes
                + BrandEditPages(parts: parts).routes
                + BookingPages(parts: parts).routes + RefundPages(parts: parts).routes
                + PaymentPages(parts: parts).routes + AccountPages(parts: parts).routes
                + LedgerPages(parts: parts).routes + ReconciliationRoutes(parts: parts).routes
                + BillingPages(parts: parts).routes
                + ReportPages(parts: parts).routes + TextPages(parts: parts).routes
                + ContactPages(parts: parts).routes + LegalPages(parts: parts).routes + SenderPages(parts: parts).routes
                + LetterPages(parts: parts).routes + SentMailPages(parts: parts).routes
                + SuppressionPages(parts: parts).routes
                + StatisticsPages(parts: parts).routes + AuditPages(parts: parts).routes)
    }

    /// The same verbs for programs.
    package func programRoutes() -> RouteGroup {
        RouteGroup(
            "admin",
            AdminBrandingRoutes(parts: parts).routes + AdminBookingRoutes(parts: parts).routes
                + AdminCancelRoutes(parts: parts).routes
                + AdminRefundRoutes(parts: parts).routes + AdminPaymentRoutes(parts: parts).routes
                + AdminPersonRoutes(parts: parts).routes
                + AdminAccountRoutes(parts: parts).routes + AdminLedgerRoutes(parts: parts).routes
                + ReconciliationRoutes(parts: parts).programRoutes
                + AdminReportRoutes(parts: parts).routes
                + AdminBillingRoutes(parts: parts).routes
                + AdminTextRoutes(parts: parts).routes + AdminContactRoutes(parts: parts).routes
                + AdminPageRoutes(parts: parts).routes)
    }

    /// Where the files of the console are served.
    package static let assetPrefix = "/admin/assets/"
}

/// What the pages are made of.
struct AdminParts: Sendable {
    let templates: PageTemplates
    let shelf: AssetShelf
    let identity: IdentityFeature
    let domains: DomainDesk
    let releases: BrandingReleases
    let sketches: BrandSketches
    let bookings: BookingsFeature
    let payments: PaymentsFeature
    let papers: PapersFeature
    let billing: BillingFeature
    let mail: MessagingFeature
    let catalogues: Catalogues
    let texts: TextDesk
    let contact: ContactDesk
    let pages: PageDesk
    let reads: AuditReads
    let statistics: StatisticsReport
    let thresholds: StatisticsFeature.Thresholds
}

extension RouteOptions {
    static let console = RouteOptions(tag: "console")
}
