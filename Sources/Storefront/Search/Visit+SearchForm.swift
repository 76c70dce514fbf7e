import Inventory
import Localization
import Pricing
import Vocabulary

/// The search form as it stands after what was typed.
extension Visit {
    /// As far ahead as hotels sell.
    static let daysAheadMax = 365

    /// - Parameters:
    ///   - action: the hotel's own page where the form asks for other days there.
    ///   - prefix: of its fields' names in the page, where another such form may stand beside it.
    func searchForm(
        _ entry: SearchEntry, faults: SearchCheck? = nil, suggestions: [Destination] = [], unknownPlace: Bool = false,
        action: String? = nil, prefix: String = ""
    ) -> SearchForm {
        let destination = Field(
            id: "destination", name: "destination", label: words("search.destination"), value: entry.destination,
            error: faults?.destination.map(fault)
                ?? (unknownPlace ? words("results.unknown_place_title", ["place": .text(entry.destination)]) : nil),
            maxLength: SearchEntry.destinationField.lengthMax)
        let checkIn = day("check_in", entry.checkIn, faults?.checkIn, prefix)
        let checkOut = day("check_out", entry.checkOut, faults?.checkOut, prefix)
        let rooms = entry.rooms.enumerated().map { index, room in
            searchRoom(room, number: index + 1, fault: faults?.rooms[index], removable: entry.rooms.count > 1)
        }
        let others = rooms.compactMap { room in
            room.error.map {
                ErrorSummary.Fault(fieldID: "\(prefix)room-\(room.number)-children", label: room.legend, text: $0)
            }
        }
        return SearchForm(
            form: FormTarget(action ?? paths.hotels), destination: destination,
            suggestions: suggestions.map { Choice($0.name, words.country($0.countryCode)) }, checkIn: checkIn,
            checkOut: checkOut, firstDay: today.description, lastDay: today.adding(days: Self.daysAheadMax).description,
            rooms: rooms, canAddRoom: entry.rooms.count < StayRequest.roomsMax,
            errors: ErrorSummary(of: [destination, checkIn, checkOut], and: others), echo: entry.dates.map(words.stay))
    }

    private func day(_ name: String, _ value: String, _ fault: Problem.Fault?, _ prefix: String) -> Field {
        Field(
            id: prefix + name.split(separator: "_").joined(separator: "-"), name: name, label: words("search.\(name)"),
            type: "date", value: value, error: fault.map(self.fault))
    }

    private func searchRoom(
        _ room: SearchEntry.Room, number: Int, fault: Problem.Fault?, removable: Bool
    ) -> SearchForm.Room {
        SearchForm.Room(
            number: number, legend: words("search.room", ["number": .number(number)]),
            adults: (1...Occupancy.adultsMax).map {
                Choice(String($0), formats.number($0), selected: String($0) == room.adults)
            },
            childrenAges: room.children, error: fault.map(self.fault), removable: removable)
    }

    /// A stay to begin with: a fortnight ahead, two nights.
    var usualDates: StayDates? {
        let checkIn = today.adding(days: 14)
        return try? StayDates(checkIn: checkIn, checkOut: checkIn.adding(days: 2))
    }
}
