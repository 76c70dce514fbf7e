import Foundation
package import Inventory
package import Pricing
package import Vocabulary

/// A stay as it was priced, kept word for word: rates may change, what was agreed does not.
///
/// Written as JSON with one name for each part, so that the same stay always gives the same bytes.
package struct FrozenStay: Hashable, Sendable {
    package let hotel: HotelID
    /// As the traveller read them.
    package let hotelName: String
    package let hotelAddress: String
    package let dates: StayDates
    /// When the property expects its guests to have left.
    package let checkOut: Deadline
    /// Not empty, all in one currency.
    package let rooms: [FrozenRoom]
    /// Given back since, each alone.
    package let dropped: [DroppedRoom]

    package init(
        hotel: HotelID, hotelName: String, hotelAddress: String, dates: StayDates, checkOut: Deadline,
        rooms: [FrozenRoom], dropped: [DroppedRoom] = []
    ) {
        precondition(!rooms.isEmpty, "a stay has a room")
        self.hotel = hotel
        self.hotelName = hotelName
        self.hotelAddress = hotelAddress
        self.dates = dates
        self.checkOut = checkOut
        self.rooms = rooms
        self.dropped = dropped
    }

    package var currency: CurrencyCode { rooms[0].price.currency }
    package var price: Price { (rooms.map(\.price) + dropped.map(\.price)).reduce(.zero(currency), +) }
    package var guests: Int { rooms.map(\.occupancy.guests).reduce(0, +) }

    /// What cancelling the whole booking costs, at every moment the sum over its rooms, those given back among them.
    package var terms: CancellationTerms {
        CancellationTerms.combined(rooms.map(\.terms) + dropped.map(\.terms), currency: currency)
    }

    /// What each night comes to over all rooms.
    package var nightly: [RoomQuote.Night] {
        dates.nights.enumerated().map { index, date in
            let amounts = rooms.map { $0.nightly[index] }
            return RoomQuote.Night(date: date, amount: amounts.reduce(.zero(currency), +))
        }
    }

    /// Charges alike in all but their amount summed over the rooms, in order of appearance.
    package var charges: [ChargeLine] {
        rooms.flatMap(\.charges).reduce(into: []) { lines, line in
            let same = lines.firstIndex {
                $0.code == line.code && $0.isIncluded == line.isIncluded && $0.payable == line.payable
            }
            guard let same else { return lines.append(line) }
            lines[same] = ChargeLine(
                code: line.code, kind: line.kind, amount: lines[same].amount + line.amount,
                isIncluded: line.isIncluded, payable: line.payable)
        }
    }

    /// The rooms wanted of the stock, one entry a room type.
    package var demand: [StockDemand] {
        Dictionary(grouping: rooms, by: \.roomType).map { roomType, rooms in
            StockDemand(roomType: roomType, stay: dates, quantity: rooms.count)
        }
    }
}

/// One room of a frozen stay with its part of the price and its own terms.
package struct FrozenRoom: Hashable, Sendable {
    package let roomType: RoomTypeID
    package let ratePlan: RatePlanID
    /// As the traveller read it.
    package let name: String
    package let occupancy: Occupancy
    package let board: RatePlan.Board
    package let price: Price
    /// One amount for each night.
    package let nightly: [Money]
    package let charges: [ChargeLine]
    package let terms: CancellationTerms
    /// What the price follows from; nil for what was agreed before it was kept.
    package let basis: RoomBasis?

    package init(
        roomType: RoomTypeID, ratePlan: RatePlanID, name: String, occupancy: Occupancy, board: RatePlan.Board,
        price: Price,
        nightly: [Money], charges: [ChargeLine], terms: CancellationTerms, basis: RoomBasis? = nil
    ) {
        self.roomType = roomType
        self.ratePlan = ratePlan
        self.name = name
        self.occupancy = occupancy
        self.board = board
        self.price = price
        self.nightly = nightly
        self.charges = charges
        self.terms = terms
        self.basis = basis
    }
}

extension FrozenStay {
    /// The stay as it is priced now.
    package init(_ stay: PricedStay) {
        self.init(
            hotel: stay.hotel.id, hotelName: stay.hotel.name, hotelAddress: stay.hotel.address, dates: stay.dates,
            checkOut: stay.checkOut,
            rooms: stay.rooms.map { room in
                FrozenRoom(
                    roomType: room.roomType.id, ratePlan: room.plan.id, name: room.roomType.name,
                    occupancy: room.quote.occupancy, board: room.plan.board, price: room.quote.price,
                    nightly: room.quote.nightly.map(\.amount),
                    charges: room.quote.charges, terms: room.terms, basis: room.basis)
            })
    }
}
