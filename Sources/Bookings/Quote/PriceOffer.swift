package import Inventory
import Pricing
import Tenancy
package import Vocabulary

/// An offer as it stands now: priced anew from the rates and the stock of this moment.
package struct PricedOffer: Hashable, Sendable {
    package let offeredTotal: Money
    /// Nil when the basket can not be had any more.
    package let stay: FrozenStay?

    package init(offeredTotal: Money, stay: FrozenStay?) {
        self.offeredTotal = offeredTotal
        self.stay = stay
    }

    package var outcome: QuoteOutcome {
        guard let stay else { return .soldOut }
        return stay.price.total == offeredTotal ? .available : .priceChanged
    }
}

/// What a quote says of an offer.
package enum QuoteOutcome: String, Hashable, Sendable, CaseIterable {
    case available
    case priceChanged = "price_changed"
    case soldOut = "sold_out"
}

/// Reads an offer that a search of this site has signed, and prices it again. One round trip.
package struct PriceOffer: Sendable {
    let codec: OfferCodec
    let clock: WallClock

    package init(codec: OfferCodec, clock: WallClock) {
        self.codec = codec
        self.clock = clock
    }

    /// Throws `BookingError.offerUnknown`, `.offerExpired`, or `PostgresError`.
    func price(
        _ text: String, _ terms: SiteTerms, _ locale: LocaleTag, through tenant: some TenantStatements
    ) async throws -> PricedOffer {
        let offer = try decode(text, tenant: terms.tenant)
        let repricing = Repricing(seller: terms.seller, locale: locale)
        let stay: FrozenStay? =
            switch try await repricing.run(offer, through: tenant) {
            case .available(let stay): FrozenStay(stay)
            case .soldOut: nil
            }
        return PricedOffer(offeredTotal: offer.total, stay: stay)
    }

    private func decode(_ text: String, tenant: TenantID) throws(BookingError) -> Offer {
        do throws(OfferError) {
            return try codec.decode(text, tenant: tenant, at: clock.now())
        } catch .expired {
            throw .offerExpired
        } catch {
            throw .offerUnknown
        }
    }
}
