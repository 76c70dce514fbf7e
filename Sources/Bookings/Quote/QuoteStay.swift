package import Foundation
import Postgres
package import Tenancy
package import Vocabulary

/// Prices an offer anew and keeps the answer for a while, so that what was shown can be held.
/// Two round trips: read, write.
package struct QuoteStay: Sendable {
    /// As long as a search result; long enough to type nine names.
    package static let lifetimeSeconds = 15 * 60

    let pricing: PriceOffer
    let funnel: Funnel
    let identifiers: IdentifierSource

    package init(pricing: PriceOffer, funnel: Funnel, identifiers: IdentifierSource) {
        self.pricing = pricing
        self.funnel = funnel
        self.identifiers = identifiers
    }

    package struct Quote: Hashable, Sendable {
        package let id: UUID
        package let priced: PricedOffer
        package let expiresAt: Date

        package var outcome: QuoteOutcome { priced.outcome }
    }

    /// Throws `BookingError.offerUnknown`, `.offerExpired`, or `PostgresError`.
    package func quote(
        _ offer: String, _ terms: SiteTerms, locale: LocaleTag, in scope: TenantScope
    ) async throws -> Quote {
        let priced = try await pricing.price(offer, terms, locale, through: scope)
        let id = identifiers.next()
        let results = try await scope.run([
            try QuoteStore.insert(id, priced, lifetimeSeconds: Self.lifetimeSeconds, tenant: scope.tenant),
            funnel.statement(FunnelEvent(.quote, locale, priced.offeredTotal.currency), tenant: scope.tenant),
        ])
        return Quote(id: id, priced: priced, expiresAt: try results[0].only().get("expires_at"))
    }
}
