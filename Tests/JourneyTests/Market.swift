import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

/// What a buyer needs of one partner's site: offers of one hotel whose stock the test has set, and the
/// calls of a booking.
struct Market: Sendable {
    let partner: TestPartner
    let fleet: TestFleet
    let wire: Wire

    /// A stay on offer as the API tells it.
    struct Offer: Decodable, Sendable {
        struct Room: Decodable, Sendable {
            struct Kind: Decodable, Sendable { let id: UUID }
            let roomType: Kind

            enum CodingKeys: String, CodingKey { case roomType = "room_type" }
        }

        let id: String
        let rooms: [Room]

        enum CodingKeys: String, CodingKey {
            case id = "offer_id"
            case rooms
        }
    }

    private struct HotelPage: Decodable { let offers: [Offer] }

    init(_ partner: TestPartner, _ fleet: TestFleet, port: Int) {
        self.partner = partner
        self.fleet = fleet
        wire = Wire(port: port, host: partner.host)
    }

    static func day(_ offset: Int) -> String {
        let today = CalendarDate(daysSinceEpoch: Int(WallClock.system.now().timeIntervalSince1970 / 86_400))
        return today.adding(days: 10 + offset).description
    }

    static var search: String {
        "/api/hotels/search?destination=BER&check_in=\(day(0))&check_out=\(day(2))&guests=2&limit=1"
    }

    /// The first hotel of a search.
    func hotel() async throws -> String {
        let reply = try await wire.get(Self.search)
        let hotel = try #require(reply.body.range(of: "\"hotel\":{\"id\":\"")?.upperBound, "\(reply.body.prefix(300))")
        return String(reply.body[hotel...].prefix(36))
    }

    func offers(of hotel: String, from: Int, nights: Int, rooms: [Int]) async throws -> [Offer] {
        let wanted = rooms.map { "&room=\($0)" }.joined()
        let reply = try await wire.get(
            "/api/hotels/\(hotel)?check_in=\(Self.day(from))&check_out=\(Self.day(from + nights))\(wanted)")
        return try JSONDecoder().decode(HotelPage.self, from: Data(reply.body.utf8)).offers
    }

    /// Every room type of the hotel has so many rooms in every night.
    func setStock(_ capacity: Int, of hotel: String) async throws {
        let schema = partner.entry.schema
        _ = try await fleet.admin.single(
            """
            update \(identifier: schema).room_nights n set capacity = \(Int32(capacity))
              from \(identifier: schema).room_types t
             where n.tenant_id = \(partner.entry.id) and t.tenant_id = n.tenant_id
               and t.room_type_id = n.room_type_id and t.hotel_id = \(UUID(uuidString: hotel) ?? UUID())
            """)
    }

    func hold(_ offer: String, key: String, email: String) async throws -> Wire.Reply {
        try await wire.json(
            "/api/bookings", [("idempotency-key", key)],
            """
            {"offer_id":"\(offer)","travellers":[{"given_name":"Ada","family_name":"Lovelace"}],
             "contact":{"email":"\(email)"}}
            """)
    }

    func confirm(_ booking: String, token: String, key: String) async throws -> Wire.Reply {
        try await wire.json(
            "/api/bookings/\(booking)/confirm", [("idempotency-key", key), ("x-booking-access", token)], "{}")
    }

    func confirm(_ booking: String, email: String, key: String) async throws -> Wire.Reply {
        try await wire.json(
            "/api/bookings/\(booking)/confirm", [("idempotency-key", key)], "{\"email\":\"\(email)\"}")
    }

    func askCancellation(_ booking: String, token: String) async throws -> Wire.Reply {
        try await wire.json("/api/bookings/\(booking)/cancellation-quotes", [("x-booking-access", token)], "{}")
    }

    func cancel(_ booking: String, promise: String, token: String, key: String) async throws -> Wire.Reply {
        try await wire.json(
            "/api/bookings/\(booking)/cancel", [("idempotency-key", key), ("x-booking-access", token)],
            "{\"cancellation_quote_id\":\"\(promise)\"}")
    }
}
