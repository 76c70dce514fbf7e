package import Bookings
package import Crypto
package import Identity
package import Inventory
package import Localization
package import Messaging
package import Papers
package import Payments
package import Rates
package import Tenancy
package import Web

/// The partner's site as a browser sees it: every page, its forms and what crawlers read.
///
/// What always holds: a page needs no script; a write carries the form's CSRF token, and its
/// idempotency key where it moves inventory; a price in another currency than the charged one is
/// marked and never sent back; a booking opens only to the browser that made or found it.
package struct StorefrontFeature: Sendable {
    private let parts: StorefrontParts

    /// - Parameters:
    ///   - shelf: the files of `storefront/assets`.
    ///   - rates: for amounts marked ≈.
    ///   - cookieKey: seals the cookie that remembers a browser's bookings; a key of 256 bits for nothing else.
    ///   - sites: what the platform's own front page lists; nil outside development, where there is none.
    package init(
        templates: PageTemplates, shelf: AssetShelf, rates: RateBoard, search: HotelSearch,
        bookings: BookingsFeature, payments: PaymentsFeature, papers: PapersFeature, identity: IdentityFeature,
        openID: OpenIDFeature,
        consents: MailConsents, funnel: FunnelBuffer, catalogues: Catalogues, sketches: BrandSketches,
        cookieKey: SymmetricKey,
        sites: PlatformSites? = nil
    ) {
        parts = StorefrontParts(
            templates: templates, shelf: shelf, rates: rates, search: search, bookings: bookings,
            papers: papers, payments: payments, identity: identity, openID: openID, consents: consents, funnel: funnel,
            catalogues: catalogues,
            sketches: sketches, seal: BookingSeal(key: cookieKey), sites: sites)
    }

    /// Where the shelf has the files that `tools/docs-viewer` fetches.
    package static let viewer = "docs-viewer/"

    /// Together with the routes of `shelf`, which the roof adds.
    package func routes() -> RouteGroup {
        RouteGroup(
            "storefront",
            HomeRoutes(parts: parts).routes + ResultsRoutes(parts: parts).routes + HotelRoutes(parts: parts).routes
                + CheckoutRoutes(parts: parts).routes + BookingRoutes(parts: parts).routes
                + PaperRoutes(parts: parts).routes + InvoiceRoutes(parts: parts).routes
                + PayRoutes(parts: parts).routes + CardChoiceRoutes(parts: parts).routes
                + CancelRoutes(parts: parts).routes
                + ChangeRoutes(parts: parts).routes + ManageRoutes(parts: parts).routes
                + LegalRoutes(parts: parts).routes + ConsentRoutes(parts: parts).routes
                + ChoiceRoutes(parts: parts).routes + BareRoutes().routes + PreviewRoutes().routes
                + LookRoutes(parts: parts).routes + accountRoutes + BrandRoutes(parts: parts).routes
                + CrawlerRoutes(parts: parts).routes + PlatformRoutes(parts: parts).routes)
    }

    /// Signing in, and what is whose who is signed in.
    private var accountRoutes: [Route] {
        SignInRoutes(parts: parts).routes + CodeRoutes(parts: parts).routes + SignOutRoutes(parts: parts).routes
            + RegisterRoutes(parts: parts).routes + VerifyRoutes(parts: parts).routes
            + ForgotRoutes(parts: parts).routes + ResetRoutes(parts: parts).routes
            + ConfirmEmailRoutes(parts: parts).routes + InvitationRoutes(parts: parts).routes
            + ImpersonationRoutes(parts: parts).routes + TripRoutes(parts: parts).routes
            + MoneyRoutes(parts: parts).routes + CardRoutes(parts: parts).routes
            + ProfileRoutes(parts: parts).routes + EmailRoutes(parts: parts).routes
            + PasswordRoutes(parts: parts).routes + SecurityRoutes(parts: parts).routes
            + WayRoutes(parts: parts).routes + FactorRoutes(parts: parts).routes
            + RecoveryRoutes(parts: parts).routes + DataRoutes(parts: parts).routes
    }

    /// Where a site's pictures are served.
    package func pictures(of profile: TenantProfile) -> SiteFeature.Pictures {
        let look = parts.brands.look(of: profile)
        return SiteFeature.Pictures(logo: look.path(look.logo), favicon: look.path(look.favicon))
    }

    /// How `/docs` is drawn.
    package var docs: OpenAPIFeature.Page {
        let files = ["swagger-ui.css", "swagger-ui-bundle.js"].compactMap { parts.shelf.path(Self.viewer + $0) }
        var viewer: OpenAPIFeature.Page.Viewer?
        if files.count == 2, let starter = parts.shelf.path("docs.js") {
            viewer = .init(stylesheet: files[0], scripts: [files[1], starter])
        }
        return OpenAPIFeature.Page(
            templates: parts.templates, stylesheet: parts.shelf.path("platform.css") ?? "", viewer: viewer)
    }

    /// For `EdgeParts.errorPage`.
    package var errorPage: ErrorPage {
        let pages = FailurePages(parts: parts)
        return ErrorPage { pages.draw($0) }
    }
}

/// What the pages are made of.
struct StorefrontParts: Sendable {
    let templates: PageTemplates
    let shelf: AssetShelf
    let rates: RateBoard
    let search: HotelSearch
    let bookings: BookingsFeature
    let papers: PapersFeature
    let payments: PaymentsFeature
    let identity: IdentityFeature
    let openID: OpenIDFeature
    let consents: MailConsents
    let funnel: FunnelBuffer
    let catalogues: Catalogues
    let sketches: BrandSketches
    let seal: BookingSeal
    let sites: PlatformSites?
    let brands = BrandShelf()
}

extension RouteOptions {
    static let page = RouteOptions(tag: "pages")
    /// A closed site keeps its looks.
    static let brand = RouteOptions(tag: "pages", isOpenWhenClosed: true)
}
