package import Inventory
package import Vocabulary

/// Why a booking, or a step of one, is refused. Each has a stable code and becomes a problem here
/// and nowhere else.
package enum BookingError: Error, Hashable, Sendable {
    /// No such booking for whoever asks: unknown, another's, another tenant's.
    case notFound
    case notAllowed(BookingAction, available: [BookingAction])
    case holdExpired
    case priceExpired
    /// The nights that are short.
    case soldOut([StockNight])
    /// The total is another than the one that was shown and has not been accepted.
    case priceChanged(offered: Money, total: Money)
    case quoteNotFound
    case quoteExpired
    case cancellationQuoteNotFound
    /// Its time is over, or the booking changed since.
    case cancellationQuoteExpired
    case invalid([Problem.Fault])

    package var problem: Problem {
        switch self {
        case .notFound: Problem(404, "booking.not_found")
        case .notAllowed(let action, let available):
            Problem(
                409, "booking.not_allowed", ["action": .text(action.rawValue)],
                members: ["available_actions": .list(available.map(\.rawValue))])
        case .holdExpired: Problem(409, "booking.hold_expired", members: Self.noActions)
        case .priceExpired: Problem(409, "booking.price_expired", members: Self.noActions)
        case .soldOut(let nights):
            Problem(
                409, "booking.sold_out",
                members: ["nights": .list(Set(nights.map(\.night)).sorted().map(\.description))])
        case .priceChanged(let offered, let total):
            Problem(
                409, "booking.price_changed", ["offered": .money(offered), "total": .money(total)],
                members: ["offered_total": .money(offered), "total": .money(total)])
        case .quoteNotFound: Problem(404, "quote.not_found")
        case .quoteExpired: Problem(409, "quote.expired")
        case .cancellationQuoteNotFound: Problem(404, "cancellation_quote.not_found")
        case .cancellationQuoteExpired: Problem(409, "cancellation_quote.expired")
        case .invalid(let faults): Problem(422, "input.invalid", faults: faults)
        }
    }

    private static let noActions: [String: Problem.Argument] = ["available_actions": .list([])]
}
