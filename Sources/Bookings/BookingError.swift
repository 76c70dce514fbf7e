package import Foundation
package import Inventory
package import Vocabulary
import Web

/// Why a booking, or a step of one, is refused. Each has a stable code and becomes a problem here
/// and nowhere else.
package enum BookingError: ProblemSource, Hashable, Sendable {
    /// No such booking for whoever asks: unknown, another's, another tenant's.
    case notFound
    case notAllowed(BookingState, available: [BookingAction])
    /// Since when the rooms are no longer held.
    case holdExpired(Date)
    case priceExpired(Date)
    /// The nights that are short.
    case soldOut([StockNight])
    /// The total is another than the one that was shown and has not been accepted.
    case priceChanged(offered: Money, total: Money)
    /// Not signed by this site's search.
    case offerUnknown
    case offerExpired
    case quoteNotFound
    case quoteExpired
    case cancellationQuoteNotFound
    /// Its time is over, or the booking changed since.
    case cancellationQuoteExpired
    /// Money is on its way between the traveller and us; in a moment it is known which.
    case paymentInProgress
    /// Booked before the inputs of prices were kept.
    case notExplained
    case changeQuoteNotFound
    /// Its time is over, or the booking changed since.
    case changeQuoteExpired
    /// The day of arrival has begun at the property.
    case changeTooLate
    /// A change is no way around what giving the booking back costs now.
    case changeBelowPenalty(Money)
    /// What is wanted is what is agreed.
    case nothingChanges
    /// The last room is given back by cancelling.
    case lastRoom
    /// Fewer guests than travellers who are named.
    case changeTooFewGuests(named: Int)
    case invalid([Problem.Fault])

    package var problem: Problem {
        switch self {
        case .notFound: Problem(404, "booking.not_found")
        case .notAllowed(let state, let available):
            Problem(
                409, "booking.not_allowed",
                ["state": .text(state.rawValue), "available_actions": .list(available.map(\.rawValue))],
                members: ["state": .text(state.rawValue), "available_actions": .list(available.map(\.rawValue))])
        case .holdExpired(let time):
            Problem(409, "booking.hold_expired", ["time": .text(time.rfc3339)], members: Self.noActions)
        case .priceExpired(let time):
            Problem(409, "booking.price_expired", ["time": .text(time.rfc3339)], members: Self.noActions)
        case .soldOut(let nights):
            Problem(
                409, "offer.sold_out",
                members: ["nights": .list(Set(nights.map(\.night)).sorted().map(\.description))])
        case .priceChanged(let offered, let total):
            Problem(
                409, "offer.price_changed", ["old": .money(offered), "new": .money(total)],
                members: ["offered_total": .money(offered), "total": .money(total)])
        case .offerUnknown: Problem(404, "offer.not_found")
        case .offerExpired: Problem(409, "offer.expired")
        case .quoteNotFound: Problem(404, "quote.not_found")
        case .quoteExpired: Problem(409, "quote.expired")
        case .cancellationQuoteNotFound: Problem(404, "cancellation.not_found")
        case .cancellationQuoteExpired: Problem(409, "cancellation.quote_expired")
        case .notExplained: Problem(409, "booking.not_explained")
        case .changeQuoteNotFound: Problem(404, "change.not_found")
        case .changeQuoteExpired: Problem(409, "change.quote_expired")
        case .changeTooLate: Problem(409, "change.too_late")
        case .changeBelowPenalty(let penalty):
            Problem(409, "change.below_penalty", ["penalty": .money(penalty)], members: ["penalty": .money(penalty)])
        case .nothingChanges: Problem(409, "change.nothing")
        case .lastRoom: Problem(409, "change.last_room")
        case .changeTooFewGuests(let named): Problem(409, "change.too_few_guests", ["count": .number(named)])
        case .paymentInProgress: Problem(409, "payment.in_progress", retryAfterSeconds: Self.paymentSeconds)
        case .invalid(let faults): Problem(422, "input.invalid", faults: faults)
        }
    }

    /// What a payment takes to be known, with room.
    private static let paymentSeconds = 5
    private static let noActions: [String: Problem.Argument] = ["available_actions": .list([])]
}
