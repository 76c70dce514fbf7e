import Foundation
package import Pricing
import Vocabulary
package import Web

/// The query of a search, as api.md has it: `room=2,4,9` once for each room, or `guests=2` for one
/// room of two adults.
struct SearchInput: Input {
    static let destinationMax = 80

    let query: SearchQuery

    static let form = Form(
        "HotelSearch",
        Field("destination", .text(max: destinationMax), "IATA code, or a name in any language of the site"),
        Field("check_in", .date), Field("check_out", .date),
        Field("room", .list(.occupancy, 1...StayRequest.roomsMax), "Adults, then each child's age").optional,
        Field("guests", .integer(1...Occupancy.adultsMax), "Adults in one room").optional,
        Field("stars", .list(.integer(1...5), 1...5)).optional,
        Field("total_min", .integer(0...Money.minorMax), "Minor units").optional,
        Field("total_max", .integer(0...Money.minorMax), "Minor units").optional,
        Field("refundable", .boolean).or(false, shown: .bool(false)),
        Field("sort", Kind<SearchQuery.Sort>.choice).or(.recommended, shown: .text("recommended")),
        Field("cursor", Kind<SearchCursor>.parsed(nil, "format", expected: "next_cursor", max: 200)).optional,
        Field("limit", .integer(1...SearchQuery.limitMax))
            .or(SearchQuery.limitDefault, shown: .number("\(SearchQuery.limitDefault)"))
    ) { destination, checkIn, checkOut, rooms, guests, stars, low, high, refundable, sort, cursor, limit in
        let least = low ?? 0
        let most = high ?? Money.minorMax
        guard least <= most else {
            throw InputFaults("?total_max", "out_of_range", ["min": .number(least), "max": .number(Money.minorMax)])
        }
        return SearchInput(
            query: SearchQuery(
                destination: destination,
                request: try StayInput.request(checkIn: checkIn, checkOut: checkOut, rooms: rooms, guests: guests),
                stars: Set(stars ?? []), totalMinor: low == nil && high == nil ? nil : least...most,
                refundableOnly: refundable, sort: sort, cursor: cursor, limit: limit))
    }
}

/// A hotel and the stay it is looked at for.
struct HotelInput: Input {
    let hotel: HotelID
    let request: StayRequest

    static let form = Form(
        "HotelStay", Field("id", .uuid), Field("check_in", .date), Field("check_out", .date),
        Field("room", .list(.occupancy, 1...StayRequest.roomsMax), "Adults, then each child's age").optional,
        Field("guests", .integer(1...Occupancy.adultsMax), "Adults in one room").optional
    ) { id, checkIn, checkOut, rooms, guests in
        HotelInput(
            hotel: HotelID(id),
            request: try StayInput.request(checkIn: checkIn, checkOut: checkOut, rooms: rooms, guests: guests))
    }
}

struct DestinationInput: Input {
    let text: String
    let limit: Int

    static let form = Form(
        "DestinationSearch", Field("q", .text(max: SearchInput.destinationMax), "The beginning of a name, or a code"),
        Field("limit", .integer(1...DestinationFinder.suggestionsMax))
            .or(DestinationFinder.suggestionsMax, shown: .number("\(DestinationFinder.suggestionsMax)"))
    ) { DestinationInput(text: $0, limit: $1) }
}

/// The rules over days and rooms together.
enum StayInput {
    /// Throws `InputFaults`.
    static func request(
        checkIn: CalendarDate, checkOut: CalendarDate, rooms: [Occupancy]?, guests: Int?
    ) throws -> StayRequest {
        if rooms != nil, guests != nil { throw InputFaults("?guests", "duplicate") }
        let usual = try guests.map { [try Occupancy(adults: $0)] }
        guard let rooms = rooms ?? usual else { throw InputFaults("?room", "required") }
        return try StayRequest(dates: try dates(checkIn, checkOut), rooms: rooms)
    }

    private static func dates(_ checkIn: CalendarDate, _ checkOut: CalendarDate) throws -> StayDates {
        do throws(StayDates.Fault) {
            return try StayDates(checkIn: checkIn, checkOut: checkOut)
        } catch .checkOutNotAfterCheckIn {
            throw InputFaults("?check_out", "checkout_before_checkin")
        } catch .tooManyNights {
            throw InputFaults("?check_out", "too_many_nights", ["max": .number(StayDates.nightsMax)])
        }
    }
}

extension Kind where Value == Occupancy {
    /// `2,4,9`: adults, then each child's age.
    package static var occupancy: Kind<Occupancy> { parsed(nil, "format", expected: "2,4,9", max: 30) }
}
