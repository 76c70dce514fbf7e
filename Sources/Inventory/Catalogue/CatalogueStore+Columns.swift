import Foundation
import Postgres
import Pricing

extension StayCharge {
    /// What `CatalogueStore.charges` answers.
    static func byHotel(_ rows: Rows) throws -> [HotelID: [StayCharge]] {
        let codes: [String] = try rows.column("code")
        let kinds: [Kind] = try rows.words("kind")
        let bases: [Basis] = try rows.words("basis")
        let values: [Int] = try rows.column("value")
        let nightsMax: [Int?] = try rows.column("nights_max")
        let fromAge: [Int] = try rows.column("from_age")
        let included: [Bool] = try rows.column("included")
        let payable: [Payable] = try rows.words("payable")
        return try rows.byHotel { row in
            StayCharge(
                code: codes[row], kind: kinds[row], basis: bases[row], value: values[row],
                nightsMax: nightsMax[row], fromAge: fromAge[row], isIncluded: included[row],
                payable: payable[row])
        }
    }
}

extension RoomRate.ChildBand {
    /// What `CatalogueStore.childBands` answers.
    static func byHotel(_ rows: Rows) throws -> [HotelID: [RoomRate.ChildBand]] {
        let from: [Int] = try rows.column("age_from")
        let to: [Int] = try rows.column("age_to")
        let prices: [Int] = try rows.column("price_minor")
        return try rows.byHotel { row in
            RoomRate.ChildBand(ages: from[row]...max(from[row], to[row]), nightlyMinor: prices[row])
        }
    }
}

extension Rows {
    fileprivate func byHotel<Value>(_ value: (Int) -> Value) throws -> [HotelID: [Value]] {
        let hotels: [UUID] = try column("hotel_id")
        var values: [HotelID: [Value]] = [:]
        for row in indices { values[HotelID(hotels[row]), default: []].append(value(row)) }
        return values
    }
}
