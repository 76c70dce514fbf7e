import Bookings
import Foundation
import Inventory
import Localization
import Pricing
import Vocabulary
import Web

/// A stay as agreed, with the names that its hotel and rooms have in the reader's language.
struct StaySight {
    let visit: Visit
    let stay: FrozenStay
    /// Nil where the hotel has left the catalogue since.
    let hotel: Hotel?
    let roomNames: [RoomTypeID: String]
    let cityName: String?
    var showing = PriceShowing.alone

    var words: Translator { visit.words }
    var occupancies: [Occupancy] { stay.rooms.map(\.occupancy) }
    var zone: String { cityName.map(words.place) ?? words.zoneName(stay.checkOut.zone) }
    var price: PriceView { visit.frame.price(stay.price, nightly: stay.nightly, guests: stay.guests, showing: showing) }

    private var query: SearchEntry {
        SearchEntry(destination: hotel?.cityCode ?? "", dates: stay.dates)
            .with { $0.rooms = occupancies.map(SearchEntry.Room.init) }
    }

    /// Where these rooms, or others of the hotel, may be had again.
    var hotelURL: String { SitePaths.with(visit.paths.hotel(stay.hotel), query.stayQuery) }

    var otherHotelsURL: String {
        hotel == nil ? visit.paths.home : SitePaths.with(visit.paths.hotels, query.placeQuery)
    }

    var summary: StaySummary {
        StaySummary(
            hotelName: hotel?.name ?? words("stay.title"), hotelURL: hotelURL, address: hotel?.address ?? "",
            facts: facts,
            rooms: stay.rooms.map { room in
                roomNames[room.roomType].map { words.room($0, room.occupancy) } ?? words.people(room.occupancy)
            },
            ratePlan: words.boards(stay.rooms.map(\.board)),
            cancellation: CancellationWords(words: words, zone: zone, now: visit.now)
                .view(stay.terms, total: stay.price.total),
            price: price)
    }

    /// When and where it is paid.
    var payNote: String {
        let price = stay.price
        guard price.dueNow.minor > 0 else { return words("checkout.pay_note") }
        let amount = MessageArgument.text(visit.formats.money(price.dueNow))
        guard price.dueAtProperty.minor > 0 else { return words("pay.note_now", ["amount": amount]) }
        return words("pay.note_both", ["amount": amount, "rest": .text(visit.formats.money(price.dueAtProperty))])
    }

    private var facts: [Fact] {
        let checkIn = visit.formats.date(stay.dates.checkIn, .full)
        let arrival = hotel.map { hotel in
            words(
                "stay.check_in_value",
                [
                    "day": .text(checkIn), "time": .text(visit.formats.clock(minutes: hotel.checkInFrom.minutes)),
                    "zone": .text(zone),
                ])
        }
        let departure = words(
            "stay.check_out_value",
            [
                "day": .text(visit.formats.date(stay.dates.checkOut, .full)),
                "time": .text(visit.formats.clock(minutes: stay.checkOut.time.minutes)), "zone": .text(zone),
            ])
        return [
            Fact(words("stay.check_in"), arrival ?? checkIn), Fact(words("stay.check_out"), departure),
            Fact(words("stay.length"), words.nights(stay.dates.nightCount)),
            Fact(words("stay.guests"), words.people(occupancies)),
        ]
    }
}

extension Visit {
    /// The stay of a booking: its price in the visitor's currency is the one that it was made under.
    func sight(of booking: Booking) async throws -> StaySight {
        try await sight(of: booking.stay, showing: .frozen(booking.display))
    }

    /// Reads the names of a stay. Two round trips.
    ///
    /// Throws `PostgresError`.
    func sight(of stay: FrozenStay, showing: PriceShowing = .alone) async throws -> StaySight {
        do {
            let request = try StayRequest(dates: stay.dates, rooms: stay.rooms.map(\.occupancy))
            let found = try await parts.search.hotel(
                stay.hotel, request: request, seller: seller, locale: locale, in: scope)
            let city = try await DestinationFinder().suggestions(
                for: found.hotel.cityCode, locale: locale, limit: 1, in: scope
            ).first
            return StaySight(
                visit: self, stay: stay, hotel: found.hotel,
                roomNames: Dictionary(uniqueKeysWithValues: found.roomTypes.map { ($0.id, $0.name) }),
                cityName: city?.name, showing: showing)
        } catch SearchError.unknownHotel {
            return StaySight(visit: self, stay: stay, hotel: nil, roomNames: [:], cityName: nil, showing: showing)
        }
    }
}
