import Bookings
import Inventory
import Pricing
import Vocabulary
import Web

/// What the form of a change sends: days and guests, or a room to give back.
struct ChangeEntry: TypedInput {
    let booking: String
    /// From 1; nil where days and guests are asked for.
    let drop: Int?
    let search: SearchEntry

    static let typed: [TypedField] =
        [.carried("booking", .text(max: 36)), .shown("drop", .text(max: 2))]
        + SearchEntry.typed.filter { ["check_in", "check_out"].contains($0.name) || $0.name.hasPrefix("room_") }

    init(_ typed: TypedFields) {
        booking = typed["booking"]
        drop = Int(typed["drop"])
        search = SearchEntry(typed)
    }
}
