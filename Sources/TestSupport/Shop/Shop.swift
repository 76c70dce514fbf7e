package import Bookings
import Crypto
package import Foundation
package import Inventory
import Jobs
import Logging
import Postgres
package import Pricing
package import Tenancy
package import Vocabulary

/// A tenant with one hotel, and the verbs to book it: what most of these tests begin with.
package struct Shop: Sendable {
    package static let holdSeconds = 900
    package static let nightlyMinor = 10_000
    /// Percent of the total that is lost within a day of check-in.
    package static let latePenaltyPercent = 50

    package let entry: TenantEntry
    package let scope: TenantScope
    package let feature: BookingsFeature
    package let search: HotelSearch
    package let key: TenantDataKey
    package let terms: SiteTerms
    package let hotel: HotelID
    package let roomTypes: [RoomTypeID]
    package let plans: [RatePlanID]
    /// The first night on sale: 40 days from now.
    package let firstNight: CalendarDate
    package let identifiers: IdentifierSource

    package static let nightsOnSale = 10
    package static let guest = Cause(actor: AuditActor("guest", requestID: "test"))

    package func dates(from: Int = 0, nights: Int = 1) throws -> StayDates {
        try StayDates(checkIn: firstNight.adding(days: from), checkOut: firstNight.adding(days: from + nights))
    }

    /// The signed offer of a search for these rooms of one room type.
    package func offer(_ type: Int = 0, from: Int = 0, nights: Int = 1, rooms: [Occupancy]? = nil) async throws
        -> OfferedStay
    {
        let rooms = try rooms ?? [Occupancy(adults: 2)]
        let page = try await search.hotel(
            hotel, request: StayRequest(dates: dates(from: from, nights: nights), rooms: rooms), seller: terms.seller,
            locale: .english, in: scope)
        guard let offer = page.offers.first(where: { $0.stay.rooms.allSatisfy { $0.plan.id == plans[type] } }) else {
            throw NoOffer()
        }
        return offer
    }

    package struct NoOffer: Error {}

    package func command(_ source: HoldCommand.Source, accepted: Money? = nil, email: String = "ada@example.com") throws
        -> HoldCommand
    {
        let entry = PartyEntry(
            travellers: [.init(givenName: "Ada", familyName: "Lovelace")], email: email, phone: "+49 30 901820")
        return HoldCommand(
            source: source, acceptedTotal: accepted, party: try entry.checked(homeRegion: nil), locale: .english)
    }

    package func hold(_ offer: OfferedStay, accepted: Money? = nil, email: String = "ada@example.com") async throws
        -> HeldBooking
    {
        try await hold(try command(.offer(offer.offerID), accepted: accepted, email: email))
    }

    package func hold(_ command: HoldCommand) async throws -> HeldBooking {
        try await scope.settle { tx in
            try await feature.hold.hold(command, terms, key: key, Self.guest, in: tx)
        }
    }

    package func confirm(_ id: BookingID, _ proof: BookingProof = .identifier) async throws -> DatedBooking {
        try await scope.settle { tx in
            try await feature.confirm.confirm(id, proof, key: key, Self.guest, in: tx)
        }
    }

    package func quoteCancellation(_ id: BookingID, _ proof: BookingProof = .identifier) async throws
        -> CancellationQuote
    {
        try await feature.quoteCancellation.quote(id, proof, key: key, in: scope)
    }

    package func cancel(_ id: BookingID, promise: UUID, _ proof: BookingProof = .identifier) async throws
        -> CancelBooking.Cancelled
    {
        try await scope.settle { tx in
            try await feature.cancel.cancel(id, proof, promise: .kept(promise), key: key, Self.guest, in: tx)
        }
    }

    package func cancel(_ id: BookingID) async throws -> CancelBooking.Cancelled {
        try await cancel(id, promise: try await quoteCancellation(id).id)
    }

    package func quoteChange(_ wanted: WantedChange, of id: BookingID) async throws -> Amendment {
        try await feature.quoteChange.quote(wanted, of: id, .identifier, terms, .english, key: key, in: scope).amendment
    }

    package func change(_ id: BookingID, promise: AmendmentID) async throws -> ChangeBooking.Changed {
        try await scope.settle { tx in
            try await feature.change.change(
                id, .identifier, promise: promise, holdSeconds: terms.holdSeconds, key: key, Self.guest, in: tx)
        }
    }

    package func change(_ id: BookingID, _ wanted: WantedChange) async throws -> ChangeBooking.Changed {
        try await change(id, promise: try await quoteChange(wanted, of: id).id)
    }

    package func expire(_ id: BookingID) async throws -> Bool {
        try await scope.settle { tx in
            try await feature.expire.expire(id, .system(requestID: nil), in: tx)
        }
    }

    package func state(_ id: BookingID) async throws -> BookingState {
        let text: String = try await scope.run("select state from bookings where booking_id = \(id.uuid)").only().get(
            "state")
        return BookingState(rawValue: text) ?? .failed
    }

    package func counts(_ type: Int = 0, night: Int = 0) async throws -> (held: Int, sold: Int, capacity: Int) {
        let row = try await scope.run(
            """
            select held, sold, capacity from room_nights
             where room_type_id = \(roomTypes[type].uuid) and night = \(firstNight.adding(days: night))
            """
        ).only()
        return (try row.get("held"), try row.get("sold"), try row.get("capacity"))
    }
}
