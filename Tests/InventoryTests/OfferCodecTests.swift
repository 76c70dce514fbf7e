import Crypto
import Foundation
import Inventory
import Pricing
import TestSupport
import Testing
import Vocabulary

@Suite("Signed offers")
struct OfferCodecTests {
    private let codec = OfferCodec(key: SymmetricKey(data: Array(repeating: 7 as UInt8, count: 32)))
    private let tenant = TenantID(UUID())
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    private func offer(rooms: Int = 2) throws -> Offer {
        let first = CalendarDate(daysSinceEpoch: 20_900)
        return Offer(
            hotel: HotelID(UUID()), dates: try StayDates(checkIn: first, checkOut: first.adding(days: 30)),
            rooms: try (0..<rooms).map { index in
                Offer.Room(
                    roomType: RoomTypeID(UUID()), ratePlan: RatePlanID(UUID()),
                    occupancy: try Occupancy(adults: 1 + index % 3, childAges: Array(repeating: 17, count: index % 6)))
            },
            total: Money(minor: Money.minorMax, .kwd), expiresAt: codec.expiry(from: now))
    }

    @Test("an offer reads as it was written, also the largest there is", arguments: [1, 2, StayRequest.roomsMax])
    func roundTrip(rooms: Int) throws {
        let offer = try offer(rooms: rooms)
        #expect(try codec.decode(codec.encode(offer, tenant: tenant), tenant: tenant, at: now) == offer)
    }

    @Test("another tenant's offer is as forged as one of another key")
    func otherTenant() throws {
        let text = codec.encode(try offer(), tenant: tenant)
        #expect(throws: OfferError.forged) { try codec.decode(text, tenant: TenantID(UUID()), at: now) }
        let strange = OfferCodec(key: SymmetricKey(size: .bits256))
        #expect(throws: OfferError.forged) { try strange.decode(text, tenant: tenant, at: now) }
    }

    @Test("an offer ends at its instant")
    func expiry() throws {
        let offer = try offer()
        let text = codec.encode(offer, tenant: tenant)
        #expect(try codec.decode(text, tenant: tenant, at: offer.expiresAt - 1) == offer)
        #expect(throws: OfferError.expired) { try codec.decode(text, tenant: tenant, at: offer.expiresAt) }
    }

    @Test("no character can be changed, cut or added")
    func altered() throws {
        let text = codec.encode(try offer(), tenant: tenant)
        for index in text.indices {
            for letter in ["A", "B", "_"] where String(text[index]) != letter {
                let forged = text.replacingCharacters(in: index...index, with: letter)
                #expect(throws: OfferError.forged) { try codec.decode(forged, tenant: tenant, at: now) }
            }
        }
        let others = [
            "", "A", "AA==", String(text.dropLast()), text + "A", text + "=",
            String(repeating: "A", count: 5000), "🏨",
        ]
        for other in others {
            #expect(throws: OfferError.forged) { try codec.decode(other, tenant: tenant, at: now) }
        }
    }
}
