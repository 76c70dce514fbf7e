import Foundation
import Postgres
import Pricing
import Vocabulary

/// What the prices of a crowd follow, besides its rates.
struct CrowdPricing {
    private let seller: SellerTerms
    /// The seller's, as far as they are on top: what a price includes is a part of its total, and changes none.
    private let sellerCharges: [StayCharge]
    private let charges: [HotelID: [StayCharge]]
    private let bands: [HotelID: [RoomRate.ChildBand]]

    /// - Parameters:
    ///   - charges: Those of the hotels that are on top.
    ///   - bands: Nil where no child comes.
    init(seller: SellerTerms, charges: Rows, bands: Rows?) throws {
        self.seller = seller
        sellerCharges = seller.charges.filter { !$0.isIncluded }
        self.charges = try StayCharge.byHotel(charges)
        self.bands = try bands.map(RoomRate.ChildBand.byHotel) ?? [:]
    }

    func of(_ hotel: HotelID) -> Hotel {
        Hotel(
            charges: sellerCharges + (charges[hotel] ?? []), bands: bands[hotel] ?? [],
            markupBasisPoints: seller.markupBasisPoints, takesPayments: seller.takesPayments)
    }

    /// The same for the rooms of one hotel.
    struct Hotel {
        let charges: [StayCharge]
        let bands: [RoomRate.ChildBand]
        let markupBasisPoints: Int
        let takesPayments: Bool

        /// Minor units of the cheapest plan that is on sale; nil when none is.
        func cheapest(_ room: OpenRoom, for occupancy: Occupancy) -> Int? {
            guard let open = room.rates else { return nil }
            var least: Int?
            for terms in open.terms {
                let rate = terms.rate(
                    open.currency, nightlyMinor: open.nightlyMinor, childBands: bands,
                    markupBasisPoints: markupBasisPoints)
                let price = rate.price(for: occupancy, charges: charges)
                guard takesPayments || price.dueNow.minor == 0 else { continue }
                least = min(least ?? .max, price.total.minor)
            }
            return least
        }
    }
}
