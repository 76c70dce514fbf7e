import Foundation
import Postgres
import Pricing

/// A word in a row that this release does not know.
struct UnknownWord: Error, CustomStringConvertible {
    let column: String
    let word: String

    var description: String { "unknown word in \(column): \(word)" }
}

extension Row {
    /// A column of words as the enum that lists them.
    func word<Word: RawRepresentable<String>>(_ column: String, as wanted: Word.Type = Word.self) throws -> Word {
        let text: String = try get(column)
        guard let word = Word(rawValue: text) else { throw UnknownWord(column: column, word: text) }
        return word
    }
}

extension Rows {
    /// The same of a whole column.
    func words<Word: RawRepresentable<String>>(_ column: String) throws -> [Word] {
        try self.column(column, as: String.self).map { text in
            guard let word = Word(rawValue: text) else { throw UnknownWord(column: column, word: text) }
            return word
        }
    }
}

extension Hotel {
    init(_ row: Row) throws {
        id = HotelID(try row.get("hotel_id"))
        cityCode = try row.get("city_code")
        stars = try row.get("stars")
        ratingTenths = try row.get("rating_tenths")
        reviewCount = try row.get("review_count")
        recommendedScore = try row.get("recommended_score")
        latitude = try row.get("latitude")
        longitude = try row.get("longitude")
        zone = try row.get("zone")
        checkInFrom = LocalTime(minutesSinceMidnight: try row.get("check_in_minutes"))
        checkOutUntil = LocalTime(minutesSinceMidnight: try row.get("check_out_minutes"))
        amenityCodes = try row.get("amenity_codes")
        name = try row.get("name")
        description = try row.get("description")
        address = try row.get("address")
    }
}

extension RoomType {
    init(_ row: Row) throws {
        id = RoomTypeID(try row.get("room_type_id"))
        hotel = HotelID(try row.get("hotel_id"))
        adultsMax = try row.get("adults_max")
        childrenMax = try row.get("children_max")
        guestsMax = try row.get("guests_max")
        squareMetres = try row.get("square_metres")
        bedCodes = try row.get("bed_codes")
        amenityCodes = try row.get("amenity_codes")
        name = try row.get("name")
        description = try row.get("description")
    }
}

extension CancellationRule {
    init(_ row: Row) throws {
        self.init(begins: try Beginning(row), penalty: try Penalty(row))
    }
}

extension CancellationRule.Beginning {
    init(_ row: Row) throws {
        if let days: Int = try row.get("days_before") {
            self = .days(days, LocalTime(minutesSinceMidnight: try row.get("local_minutes")))
        } else if let hours: Int = try row.get("hours_before") {
            self = .hours(hours)
        } else {
            self = .booking
        }
    }
}

extension CancellationRule.Penalty {
    init(_ row: Row) throws {
        let value: Int = try row.get("penalty_value")
        switch try row.get("penalty_kind", as: String.self) {
        case "percent": self = .percent(value)
        case "nights": self = .nights(value)
        case "amount": self = .amount(value)
        case let word: throw UnknownWord(column: "penalty_kind", word: word)
        }
    }
}
