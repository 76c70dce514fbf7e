package import Pricing
package import Vocabulary

/// One room of a stay on certain terms, with its price and what giving it back costs.
package struct PricedRoom: Hashable, Sendable {
    package let roomType: RoomType
    package let plan: RatePlan
    package let quote: RoomQuote
    package let basis: RoomBasis
    package let terms: CancellationTerms
}

/// Rooms of one hotel for a whole basket, priced together.
package struct PricedStay: Hashable, Sendable {
    package let hotel: Hotel
    package let dates: StayDates
    /// In the order of the rooms asked for.
    package let rooms: [PricedRoom]
    /// When the guests leave, on the property's clock.
    package let checkOut: Deadline

    package var quote: StayQuote { StayQuote(stay: dates, rooms: rooms.map(\.quote)) }
    package var price: Price { quote.price }
    package var isRefundable: Bool { rooms.allSatisfy(\.plan.isRefundable) }

    /// What cancelling all of it costs, at every moment the sum over the rooms.
    package var terms: CancellationTerms {
        CancellationTerms.combined(rooms.map(\.terms), currency: price.currency)
    }

    /// The rooms wanted of the stock, one entry a room type.
    package var demand: [StockDemand] {
        Dictionary(grouping: rooms, by: \.roomType.id).map { roomType, rooms in
            StockDemand(roomType: roomType, stay: dates, quantity: rooms.count)
        }
    }
}
