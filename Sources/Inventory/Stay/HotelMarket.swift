import Pricing
import Vocabulary

/// All that one hotel has free for certain days, ready to be priced for any rooms.
struct HotelMarket {
    /// A rate plan with the nights it costs and the rooms its type has free.
    struct Plan {
        let plan: RatePlan
        let rate: RoomRate
        /// On the fullest night of the stay.
        let free: Int
    }

    let hotel: Hotel
    let dates: StayDates
    let charges: [StayCharge]
    /// Of the seller; without it nothing is on sale that is paid in advance.
    let takesPayments: Bool
    /// In the hotel's order.
    let roomTypesInOrder: [RoomType]
    let roomTypes: [RoomTypeID: RoomType]
    /// By room type in the hotel's order.
    let plans: [Plan]
    let rules: [PolicyID: [CancellationRule]]

    /// A plan for one room with its price.
    struct Candidate {
        let plan: Plan
        let quote: RoomQuote
    }

    /// The plans that this occupancy may book.
    func candidates(for occupancy: Occupancy) -> [Candidate] {
        plans.compactMap { plan in
            guard let roomType = roomTypes[plan.plan.roomType], roomType.fits(occupancy) else { return nil }
            return onSale(Candidate(plan: plan, quote: quote(plan, occupancy)))
        }
    }

    private func onSale(_ candidate: Candidate) -> Candidate? {
        takesPayments || candidate.quote.price.dueNow.minor == 0 ? candidate : nil
    }

    func quote(_ plan: Plan, _ occupancy: Occupancy) -> RoomQuote {
        RoomQuote(stay: dates, occupancy: occupancy, rate: plan.rate, charges: charges)
    }

    /// The cheapest way to sleep everybody, as one candidate for each room; nil when it can not be done.
    func cheapest(for rooms: [Occupancy]) -> [Candidate]? {
        var byOccupancy: [Occupancy: [Candidate]] = [:]
        for occupancy in Set(rooms) { byOccupancy[occupancy] = cheapestByRoomType(candidates(for: occupancy)) }
        let kinds = Array(Set(plans.map(\.plan.roomType)))
        let indices = Dictionary(uniqueKeysWithValues: zip(kinds, kinds.indices))
        var free = kinds.map { _ in 0 }
        for plan in plans { if let index = indices[plan.plan.roomType] { free[index] = plan.free } }
        let choices = rooms.map { room in
            (byOccupancy[room] ?? []).compactMap { candidate in
                indices[candidate.plan.plan.roomType].map {
                    RoomAssignment.Choice(kind: $0, cost: candidate.quote.price.total.minor)
                }
            }
        }
        guard let assigned = RoomAssignment.cheapest(choices, free: free) else { return nil }
        let chosen = zip(rooms, assigned).compactMap { room, kind in
            byOccupancy[room]?.first { $0.plan.plan.roomType == kinds[kind] }
        }
        return chosen.count == rooms.count ? chosen : nil
    }

    /// The same plan for every room, for each plan that has rooms enough and takes everybody.
    func uniform(for rooms: [Occupancy]) -> [[Candidate]] {
        plans.compactMap { plan in
            guard plan.free >= rooms.count, let roomType = roomTypes[plan.plan.roomType],
                rooms.allSatisfy(roomType.fits)
            else { return nil }
            let candidates = rooms.compactMap { onSale(Candidate(plan: plan, quote: quote(plan, $0))) }
            return candidates.count == rooms.count ? candidates : nil
        }
    }

    private func cheapestByRoomType(_ candidates: [Candidate]) -> [Candidate] {
        candidates.reduce(into: []) { chosen, candidate in
            let same = chosen.firstIndex { $0.plan.plan.roomType == candidate.plan.plan.roomType }
            guard let same else { return chosen.append(candidate) }
            if candidate.quote.price.total.minor < chosen[same].quote.price.total.minor { chosen[same] = candidate }
        }
    }
}

extension HotelMarket {
    /// Candidates as a stay with its terms.
    ///
    /// Throws `Deadline.Fault` when the hotel's zone is not known.
    func stay(_ candidates: [Candidate]) throws(Deadline.Fault) -> PricedStay {
        var rooms: [PricedRoom] = []
        for candidate in candidates {
            guard let roomType = roomTypes[candidate.plan.plan.roomType] else { continue }
            let terms = try CancellationTerms(
                rules[candidate.plan.plan.policy] ?? [], quote: candidate.quote, checkIn: dates.checkIn,
                checkInFrom: hotel.checkInFrom, zone: hotel.zone)
            rooms.append(
                PricedRoom(
                    roomType: roomType, plan: candidate.plan.plan, quote: candidate.quote,
                    basis: RoomBasis(rate: candidate.plan.rate, charges: charges), terms: terms))
        }
        return PricedStay(
            hotel: hotel, dates: dates, rooms: rooms,
            checkOut: try Deadline(date: dates.checkOut, time: hotel.checkOutUntil, zone: hotel.zone))
    }
}

extension [HotelMarket.Candidate] {
    /// Minor units of the whole basket.
    var totalMinor: Int { reduce(0) { $0 + $1.quote.price.total.minor } }
}
