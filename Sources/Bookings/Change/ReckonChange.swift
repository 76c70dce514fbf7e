import Foundation
import Inventory
import Pricing
import Vocabulary

/// What a booking would be like changed: pure but for the prices, which come in.
enum ReckonChange {
    /// The rooms given back are priced at what is lost with them; the others stay as they were agreed.
    ///
    /// Throws `BookingError.invalid` for rooms that it does not have, `.lastRoom` where none would be left.
    static func dropping(_ places: Set<Int>, of dated: DatedBooking) throws(BookingError) -> FrozenStay {
        let stay = dated.booking.stay
        let unknown = places.filter { !stay.rooms.indices.contains($0) }
        guard unknown.isEmpty, !places.isEmpty else {
            throw .invalid([
                .init("/cancel_rooms", "out_of_range", ["min": .number(1), "max": .number(stay.rooms.count)])
            ])
        }
        guard places.count < stay.rooms.count else { throw .lastRoom }
        let (gone, left) = (places.sorted(), stay.rooms.indices.filter { !places.contains($0) })
        return FrozenStay(
            hotel: stay.hotel, hotelName: stay.hotelName, hotelAddress: stay.hotelAddress, dates: stay.dates,
            checkOut: stay.checkOut, rooms: left.map { stay.rooms[$0] },
            dropped: stay.dropped + gone.map { stay.rooms[$0].dropped(at: dated.instant, of: stay.dates) })
    }

    /// The stay as it is priced now, under terms that lose at least what giving the old one back would lose now: a
    /// change is no way around a penalty.
    ///
    /// Throws `BookingError.changeBelowPenalty` where a room would cost less than that.
    static func moved(_ priced: FrozenStay, from dated: DatedBooking) throws(BookingError) -> FrozenStay {
        let before = dated.booking.stay
        var rooms: [FrozenRoom] = []
        for (old, new) in zip(before.rooms, priced.rooms) {
            let lost = old.terms.penalty(at: dated.instant)
            guard new.price.total.minor >= lost.minor else {
                throw .changeBelowPenalty(before.terms.penalty(at: dated.instant))
            }
            rooms.append(new.under(new.terms.raised(to: lost)))
        }
        return FrozenStay(
            hotel: before.hotel, hotelName: priced.hotelName, hotelAddress: priced.hotelAddress, dates: priced.dates,
            checkOut: priced.checkOut, rooms: rooms, dropped: before.dropped)
    }
}

extension FrozenRoom {
    fileprivate func under(_ terms: CancellationTerms) -> FrozenRoom {
        FrozenRoom(
            roomType: roomType, ratePlan: ratePlan, name: name, occupancy: occupancy, board: board, price: price,
            nightly: nightly, charges: charges, terms: terms, basis: basis)
    }
}
