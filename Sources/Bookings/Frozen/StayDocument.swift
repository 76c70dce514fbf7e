import Foundation
import Inventory
import Pricing
import Vocabulary

/// The written form of a frozen stay. Amounts are minor units of the one currency; names never
/// change their meaning, so that a booking of years ago still reads.
struct StayDocument: Codable {
    /// Of this form; a reader that meets a newer one says so.
    static let formatNow = 1

    let format: Int
    let hotel: UUID
    let hotelName: String
    let hotelAddress: String
    let checkIn: String
    let checkOut: String
    let currency: CurrencyCode
    let leavesBy: DeadlineDocument
    let rooms: [RoomDocument]
    /// Absent where none was given back.
    let dropped: [DroppedDocument]?

    enum CodingKeys: String, CodingKey {
        case format, hotel, currency, rooms, dropped
        case hotelName = "hotel_name"
        case hotelAddress = "hotel_address"
        case checkIn = "check_in"
        case checkOut = "check_out"
        case leavesBy = "leaves_by"
    }
}

struct DeadlineDocument: Codable {
    let date: String
    let time: String
    let zone: String
    /// Seconds since 1970. Kept beside the local time, because a zone's rules may change before the stay.
    let instant: Int
}

struct RoomDocument: Codable {
    let roomType: UUID
    let ratePlan: UUID
    let name: String
    let occupancy: String
    let board: String
    let base: Int
    let taxes: Int
    let fees: Int
    let dueNow: Int
    let dueAtProperty: Int
    let nightly: [Int]
    let charges: [ChargeDocument]
    let cancellation: [WindowDocument]
    /// Absent from what was agreed before it was kept.
    let basis: BasisDocument?

    enum CodingKeys: String, CodingKey {
        case name, occupancy, board, base, taxes, fees, nightly, charges, cancellation, basis
        case roomType = "room_type"
        case ratePlan = "rate_plan"
        case dueNow = "due_now"
        case dueAtProperty = "due_at_property"
    }
}

struct DroppedDocument: Codable {
    let name: String
    /// Seconds since 1970.
    let at: Int
    let kept: Int
    let keptNow: Int
    let supplier: Int
    let tax: Int

    enum CodingKeys: String, CodingKey {
        case name, at, kept, supplier, tax
        case keptNow = "kept_now"
    }
}

struct ChargeDocument: Codable {
    let code: String
    let kind: String
    let amount: Int
    let included: Bool
    let payable: String
}

struct WindowDocument: Codable {
    /// Absent from the moment of booking on.
    let begins: DeadlineDocument?
    let penalty: Int
}

/// A row that does not read as a stay: written by a newer release, or past us.
struct StayDocumentFault: Error, CustomStringConvertible {
    let place: String
    var description: String { "stay document: \(place) does not read" }
}
