@testable import Bookings
import Foundation
import Inventory
import Pricing
import TestSupport
import Testing
import Vocabulary

@Suite("What giving rooms back keeps")
struct KeptPriceTests {
    private static let instant = Date(timeIntervalSince1970: 1_800_000_000)

    private func room(_ currency: CurrencyCode, now: Int, atProperty: Int, penalty: Int) throws -> FrozenRoom {
        func money(_ minor: Int) -> Money { Money(minor: minor, currency) }
        return FrozenRoom(
            roomType: RoomTypeID(UUID()), ratePlan: RatePlanID(UUID()), name: "Double",
            occupancy: try Occupancy(adults: 2), board: .roomOnly,
            price: Price(
                base: money(now), taxes: money(0), fees: money(atProperty), dueNow: money(now),
                dueAtProperty: money(atProperty)),
            nightly: [money(now)], charges: [],
            terms: CancellationTerms(windows: [.init(begins: nil, penalty: money(penalty))], currency: currency))
    }

    private func stay(_ rooms: [FrozenRoom], _ dropped: [DroppedRoom] = []) throws -> FrozenStay {
        let days = (0...1).map { CalendarDate(daysSinceEpoch: 21_000 + $0) }
        return FrozenStay(
            hotel: HotelID(UUID()), hotelName: "A", hotelAddress: "B",
            dates: try StayDates(checkIn: days[0], checkOut: days[1]),
            checkOut: try Deadline(date: days[1], time: LocalTime(minutesSinceMidnight: 660), zone: "UTC"),
            rooms: rooms, dropped: dropped)
    }

    @Test("A room that loses its price, its tax at the property too, takes nothing of the other’s free one")
    func mixed() throws {
        let rooms = [
            try room(.eur, now: 10_000, atProperty: 500, penalty: 10_500),
            try room(.eur, now: 10_000, atProperty: 0, penalty: 0),
        ]
        let kept = try stay(rooms).kept(at: Self.instant)
        #expect(kept.total.minor == 10_500 && kept.now.minor == 10_000)
    }

    @Test("Together they keep what each alone does, in any order, never more than was due, in units of cards")
    func orders() throws {
        var random = SeededGenerator(seed: 27)
        let kwd = try #require(CurrencyCode("KWD"))
        for round in 0..<2_000 {
            let currency = [CurrencyCode.eur, kwd][round % 2]
            let rooms = try (0..<Int.random(in: 2...4, using: &random)).map { _ in
                let now = Int.random(in: 0...500, using: &random) * 10
                let later = Int.random(in: 0...900, using: &random)
                return try room(
                    currency, now: now, atProperty: later, penalty: Int.random(in: 0...(now + later), using: &random))
            }
            let whole = try stay(rooms).kept(at: Self.instant)
            let alone = Int.random(in: 1..<rooms.count, using: &random)
            let before = try stay(rooms)
            let dropped = rooms.prefix(alone).map { $0.dropped(at: Self.instant, of: before.dates) }
            #expect(try stay(Array(rooms.dropFirst(alone)), dropped).kept(at: Self.instant) == whole)
            #expect(whole.now.minor <= rooms.map(\.price.dueNow.minor).reduce(0, +))
            #expect(whole.now.minor % currency.cardStepMinor == 0)
            let penalties = rooms.map { $0.terms.penalty(at: Self.instant).minor }.reduce(0, +)
            #expect((0..<rooms.count * currency.cardStepMinor).contains(penalties - whole.total.minor))
        }
    }
}
