import Foundation
package import Inventory
import Postgres
import Pricing
package import Tenancy
package import Vocabulary

/// Says what a booking would cost changed, and keeps it for whoever agrees to it.
package struct QuoteChange: Sendable {
    /// A promise holds so long, unless the booking's own terms change sooner.
    package static let lifetimeSeconds = 15 * 60

    let identifiers: IdentifierSource

    package init(identifiers: IdentifierSource) { self.identifiers = identifiers }

    package struct Told: Hashable, Sendable {
        package let dated: DatedBooking
        package let amendment: Amendment
    }

    /// Three round trips: the booking, the prices of now, what is kept.
    ///
    /// Throws `BookingError.notFound`, `.notAllowed`, `.invalid` for rooms and dates that do not fit it, `.lastRoom`,
    /// `.changeTooLate` from the day of arrival on, `.changeBelowPenalty`, `.changeTooFewGuests`, `.nothingChanges`,
    /// `.soldOut`, or
    /// `PostgresError`.
    package func quote(
        _ wanted: WantedChange, of id: BookingID, _ proof: BookingProof, _ terms: SiteTerms, _ locale: LocaleTag,
        key: TenantDataKey, in scope: TenantScope
    ) async throws -> Told {
        guard let row = try await scope.run(BookingStore.find(id, proof.condition(key))).first else {
            throw BookingError.notFound
        }
        let dated = try DatedBooking(row)
        _ = try dated.booking.changed(by: .change, at: dated.instant)
        let (stay, dropped) = try await stay(wanted, of: dated, terms, locale, in: scope)
        guard stay != dated.booking.stay else { throw BookingError.nothingChanges }
        // Whose room is given back gives up their place with it.
        if dropped.isEmpty, stay.guests < dated.booking.stay.guests {
            let named = try SealedParty(row).open(with: key).travellers.count
            guard stay.guests >= named else { throw BookingError.changeTooFewGuests(named: named) }
        }
        guard dated.booking.settlement == .online || stay.price.dueNow.minor == 0 else {
            throw BookingError.soldOut([])
        }
        let longest = dated.instant + TimeInterval(Self.lifetimeSeconds)
        let ends = dated.booking.stay.terms.changes(after: dated.instant).map { min($0, longest) } ?? longest
        let amendment = Amendment(
            id: AmendmentID(identifiers.next()), booking: id, sequence: dated.booking.sequence,
            kind: dropped.isEmpty ? .stay : .rooms, state: .quoted, was: dated.booking.stay, stay: stay,
            dropped: dropped, expiresAt: ends)
        _ = try await scope.run(
            try AmendmentStore.insert(
                amendment, lifetimeSeconds: max(1, Int(ends.timeIntervalSince(dated.instant))), tenant: scope.tenant))
        return Told(dated: dated, amendment: amendment)
    }

    private func stay(
        _ wanted: WantedChange, of dated: DatedBooking, _ terms: SiteTerms, _ locale: LocaleTag, in scope: TenantScope
    ) async throws -> (FrozenStay, dropped: [Int]) {
        switch wanted {
        case .dropping(let places): return (try ReckonChange.dropping(places, of: dated), places.sorted())
        case .stay(let dates, let occupancies):
            let offer = try Self.offer(dates, occupancies, of: dated)
            switch try await Repricing(seller: terms.seller, locale: locale).run(
                offer, sparing: dated.booking.id.uuid, through: scope)
            {
            case .soldOut: throw BookingError.soldOut([])
            case .available(let priced): return (try ReckonChange.moved(FrozenStay(priced), from: dated), [])
            }
        }
    }

    /// The same rooms on the same plans.
    private static func offer(
        _ dates: StayDates, _ occupancies: [Occupancy]?, of dated: DatedBooking
    ) throws(BookingError) -> Offer {
        let stay = dated.booking.stay
        guard dated.instant < stay.arrivalDay else { throw .changeTooLate }
        let guests = occupancies ?? stay.rooms.map(\.occupancy)
        guard guests.count == stay.rooms.count else {
            throw .invalid([.init("/rooms", "count", ["count": .number(stay.rooms.count)])])
        }
        return Offer(
            hotel: stay.hotel, dates: dates,
            rooms: zip(stay.rooms, guests).map {
                Offer.Room(roomType: $0.roomType, ratePlan: $0.ratePlan, occupancy: $1)
            }, total: stay.price.total, expiresAt: dated.instant)
    }
}

extension FrozenStay {
    /// When the day of arrival begins at the property. Where its zone is not known any more: when the booking's days
    /// begin in UTC, at the earliest.
    var arrivalDay: Date {
        let midnight = LocalTime(minutesSinceMidnight: 0)
        let day = try? Deadline(date: dates.checkIn, time: midnight, zone: checkOut.zone)
        return day?.instant ?? Date(timeIntervalSince1970: TimeInterval(dates.checkIn.daysSinceEpoch) * 86_400)
    }
}
