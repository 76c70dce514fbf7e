import Pricing
import Vocabulary
import Web

/// `POST /api/quotes`
struct QuoteInput: Input {
    /// Longer than any offer of nine rooms.
    static let offerMax = 1_200

    let offer: String

    static let form = Form<QuoteInput>("QuoteRequest", Field("offer_id", .text(max: offerMax), "From a search.")) {
        QuoteInput(offer: $0)
    }
}

extension BookingsFeature {
    func quote(_ input: QuoteInput, _ dampened: Dampened<TenantContext>) async throws -> Answer {
        let context = dampened.stage
        let quote = try await quote.quote(
            input.offer, SiteTerms(of: context.profile, read: context.locale), locale: context.locale,
            in: context.scope)
        return .json { json in
            json.object { json in
                json.member("quote_id", quote.id)
                json.member("outcome", quote.outcome.rawValue)
                json.member("offered_total", quote.priced.offeredTotal)
                if let stay = quote.priced.stay {
                    json.member("price", price: stay.price)
                    json.members(of: stay)
                } else {
                    json.member("price", String?.none)
                }
                json.member("expires_at", quote.expiresAt)
            }
        }
    }

    static let quoteSchema = Schema.object(
        "Quote",
        [
            .init("quote_id", .uuid), .init("outcome", .choice(QuoteOutcome.allCases.map(\.rawValue))),
            .init("offered_total", .money.annotated("What the search showed.")),
            .init("price", .nullable(PriceSchema.price).annotated("Null when sold out.")),
            .init("expires_at", .instant),
        ] + PriceSchema.stay.map { .init($0.name, $0.schema, required: false) }, closed: true)
}
