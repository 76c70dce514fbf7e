import Foundation
import Inventory
import Localization
import Pricing
import Vocabulary
import Web

/// A search as typed: the form's own fields, or the parameters of the API's search in a link.
struct SearchEntry: TypedInput {
    struct Room: Hashable {
        var adults: String
        /// Ages as written: `4, 9`.
        var children: String

        static let usual = Room(adults: "2", children: "")
    }

    /// A press that changes the form instead of sending it.
    enum Edit: Hashable {
        case addRoom
        case removeRoom(Int)
    }

    var destination: String
    var checkIn: String
    var checkOut: String
    var rooms: [Room]
    var stars: [String]
    var priceMaximum: String
    var isRefundableOnly: Bool
    var sort: String
    var cursor: String
    /// The form was sent, be it empty.
    let isSent: Bool
    let edit: Edit?

    static let typed: [TypedField] =
        [
            destinationField, .shown("check_in", .text(max: dayMax)), .shown("check_out", .text(max: dayMax)),
            .shown("room", .text(max: childrenMax), "Adults, then children's ages: 2,4,9"),
            .shown("guests", .text(max: adultsMax)), .shown("stars", .text(max: 1)), priceField,
            .shown("refundable", .boolean), .shown("sort", .text(max: 20)), .carried("cursor", .text(max: 500)),
            .shown("add_room", .text(min: 0, max: 2)), .shown("remove_room", .text(max: 2)),
        ]
        + (1...StayRequest.roomsMax).flatMap { number -> [TypedField] in
            [
                .shown("room_\(number)_adults", .text(max: adultsMax)),
                .shown("room_\(number)_children", .text(max: childrenMax)),
            ]
        }

    static let destinationField = TypedField.shown(
        "destination", .text(max: 100), "City, airport code, or the beginning of a name")
    static let priceField = TypedField.shown("price_max", .text(max: 12))
    private static let dayMax = 20
    private static let adultsMax = 8
    private static let childrenMax = 40

    init(_ typed: TypedFields) {
        destination = typed["destination"]
        checkIn = Digits.ascii(typed["check_in"]).trimmingCharacters(in: .whitespaces)
        checkOut = Digits.ascii(typed["check_out"]).trimmingCharacters(in: .whitespaces)
        rooms = Self.rooms(typed)
        stars = typed.all("stars")
        priceMaximum = typed["price_max"]
        isRefundableOnly = typed["refundable"] == "true"
        sort = typed["sort"]
        cursor = typed["cursor"]
        isSent = typed.has("destination")
        edit = typed.has("add_room") ? .addRoom : Int(typed["remove_room"]).map(Edit.removeRoom)
    }

    /// Named by a code, with usual days and one usual room.
    init(destination: String, dates: StayDates) {
        self.init(TypedFields([]))
        self.destination = destination
        self.dates = dates
    }

    /// Nil when the two do not read as days in their order.
    var dates: StayDates? {
        get {
            guard let checkIn = CalendarDate(checkIn), let checkOut = CalendarDate(checkOut) else { return nil }
            return try? StayDates(checkIn: checkIn, checkOut: checkOut)
        }
        set {
            checkIn = newValue?.checkIn.description ?? ""
            checkOut = newValue?.checkOut.description ?? ""
        }
    }

    var isFiltered: Bool { !stars.isEmpty || !priceMaximum.isEmpty || isRefundableOnly }
    var hasDates: Bool { !checkIn.isEmpty || !checkOut.isEmpty }

    /// The form as the press on one of its buttons leaves it.
    var edited: SearchEntry {
        var copy = self
        switch edit {
        case .addRoom where rooms.count < StayRequest.roomsMax: copy.rooms.append(.usual)
        case .removeRoom(let number) where rooms.count > 1 && rooms.indices.contains(number - 1):
            copy.rooms.remove(at: number - 1)
        default: break
        }
        return copy
    }

    private static func rooms(_ typed: TypedFields) -> [Room] {
        let numbered = (1...StayRequest.roomsMax).filter { typed.has("room_\($0)_adults") }.map {
            Room(adults: Digits.ascii(typed["room_\($0)_adults"]), children: typed["room_\($0)_children"])
        }
        if !numbered.isEmpty { return numbered }
        let coded = typed.all("room").prefix(StayRequest.roomsMax).map { text in
            let parts = text.split(separator: ",", maxSplits: 1)
            return Room(
                adults: parts.first.map(String.init) ?? "",
                children: parts.count == 2 ? parts[1].split(separator: ",").joined(separator: ", ") : "")
        }
        if !coded.isEmpty { return coded }
        return [Room(adults: typed.has("guests") ? Digits.ascii(typed["guests"]) : Room.usual.adults, children: "")]
    }
}

extension SearchEntry {
    typealias Query = [(name: String, value: String)]

    /// Where and when and who, as the API names them.
    var stayQuery: Query {
        [("check_in", checkIn), ("check_out", checkOut)] + rooms.map { ("room", $0.coded) }
    }

    var placeQuery: Query { [("destination", destination)] + stayQuery }

    /// With filters and order, without the place in the list.
    var query: Query {
        var query = placeQuery + stars.map { ("stars", $0) }
        if !priceMaximum.isEmpty { query.append(("price_max", priceMaximum)) }
        if isRefundableOnly { query.append(("refundable", "true")) }
        if !sort.isEmpty { query.append(("sort", sort)) }
        return query
    }

    func with(_ change: (inout SearchEntry) -> Void) -> SearchEntry {
        var copy = self
        change(&copy)
        return copy
    }
}

extension SearchEntry.Room {
    init(_ occupancy: Occupancy) {
        self.init(
            adults: String(occupancy.adults), children: occupancy.childAges.map(String.init).joined(separator: ", "))
    }

    /// `2,4,9`; what is no number stays, to be told as a fault again.
    var coded: String { ([adults] + ages).joined(separator: ",") }

    /// Parted by commas of any script, or by spaces.
    var ages: [String] {
        Digits.ascii(children).split { ",،、，;；".contains($0) || $0.isWhitespace }.map(String.init)
    }
}
