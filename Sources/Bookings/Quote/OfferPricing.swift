package import Inventory
package import Postgres
package import Tenancy
package import Vocabulary

/// An offer as it stands now: priced anew from today's rates, beside the total that was shown.
package struct PricedOffer: Hashable, Sendable {
    package let stay: FrozenStay
    package let offeredTotal: Money
    /// Nights with too few rooms left; empty while the whole basket can be had.
    package let shortNights: [StockNight]

    package init(stay: FrozenStay, offeredTotal: Money, shortNights: [StockNight]) {
        self.stay = stay
        self.offeredTotal = offeredTotal
        self.shortNights = shortNights
    }

    package var outcome: QuoteOutcome {
        if !shortNights.isEmpty { return .soldOut }
        return stay.price.total == offeredTotal ? .available : .priceChanged
    }
}

/// What a quote says of an offer.
package enum QuoteOutcome: String, Hashable, Sendable, CaseIterable {
    case available
    case priceChanged = "price_changed"
    case soldOut = "sold_out"
}

/// Reads an offer and prices it from the rates of this moment, in one round trip where it can.
package protocol OfferPricing: Sendable {
    /// Throws the problem of an offer that is forged, another tenant's, past its time or no longer sold.
    func price(_ offer: String, _ profile: TenantProfile, _ read: TenantReader) async throws -> PricedOffer
}

/// Sends statements to one tenant in one round trip, in whatever transaction there is.
package typealias TenantReader = @Sendable ([SQL]) async throws -> [Rows]
