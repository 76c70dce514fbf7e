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
        self.charges = try Self.byHotel(charges, try StayCharge.Columns(charges).value)
        self.bands = try bands.map { try Self.byHotel($0, try RoomRate.ChildBand.Columns($0).value) } ?? [:]
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

    private static func byHotel<Value>(_ rows: Rows, _ value: (Int) -> Value) throws -> [HotelID: [Value]] {
        let hotels = try rows.column("hotel_id", as: UUID.self)
        var values: [HotelID: [Value]] = [:]
        for row in rows.indices { values[HotelID(hotels[row]), default: []].append(value(row)) }
        return values
    }
}

extension StayCharge {
    /// The columns of `CatalogueStore.charges`, for a whole city's.
    fileprivate struct Columns {
        private let codes: [String]
        private let kinds: [Kind]
        private let bases: [Basis]
        private let values: [Int]
        private let nightsMax: [Int?]
        private let fromAge: [Int]
        private let included: [Bool]
        private let payable: [Payable]

        init(_ rows: Rows) throws {
            codes = try rows.column("code")
            kinds = try rows.words("kind")
            bases = try rows.words("basis")
            values = try rows.column("value")
            nightsMax = try rows.column("nights_max")
            fromAge = try rows.column("from_age")
            included = try rows.column("included")
            payable = try rows.words("payable")
        }

        func value(_ row: Int) -> StayCharge {
            StayCharge(
                code: codes[row], kind: kinds[row], basis: bases[row], value: values[row],
                nightsMax: nightsMax[row], fromAge: fromAge[row], isIncluded: included[row],
                payable: payable[row])
        }
    }
}

extension RoomRate.ChildBand {
    /// The columns of `CatalogueStore.childBands`, for a whole city's.
    fileprivate struct Columns {
        private let from: [Int]
        private let to: [Int]
        private let prices: [Int]

        init(_ rows: Rows) throws {
            from = try rows.column("age_from")
            to = try rows.column("age_to")
            prices = try rows.column("price_minor")
        }

        func value(_ row: Int) -> RoomRate.ChildBand {
            let first = from[row]
            return RoomRate.ChildBand(ages: first...max(first, to[row]), nightlyMinor: prices[row])
        }
    }
}
