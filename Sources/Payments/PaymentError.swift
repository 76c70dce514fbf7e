package import Bookings
package import Vocabulary
import Web

/// Why a payment, or a step of one, is refused. Each becomes a problem here and nowhere else.
package enum PaymentError: ProblemSource, Hashable, Sendable {
    /// No such payment for whoever asks.
    case notFound
    /// Nothing is paid through us here: nobody has said where the money goes.
    case notAvailable
    /// The processor does not take this amount, or this currency.
    case amountNotTaken(Money)
    /// More than is left of what was taken.
    case moreThanPaid(left: Money)
    case wrongCurrency(CurrencyCode)
    /// Nothing was paid.
    case nothingPaid
    /// The processor did not answer; it is asked again, and nothing is lost.
    case processorUnreachable(retrySeconds: Int)
    case processorRefused
    /// An event that the processor did not sign, or not now.
    case eventUnsigned
    case eventUnreadable
    case accountUnknown
    case keyRefused
    case invalid([Problem.Fault])
    /// Somebody has settled it already, or it settled itself.
    case nobodyNeeded
    /// Another one chose how it is paid: nobody else goes on with it, and they begin one of their own.
    case anothers
    /// No such saved card of whoever asks.
    case cardNotFound
    case cardExpired
    /// The processor has it no more.
    case cardGone
    case tooManyCards
    /// The form was shown to somebody who had not agreed to save the card.
    case cardNotSaved
    /// Cards are saved for those who have an account, by themselves.
    case accountNeeded

    package var problem: Problem {
        switch self {
        case .notFound, .anothers: Problem(404, "payment.not_found")
        case .notAvailable: Problem(409, "payment.not_available")
        case .amountNotTaken(let amount): Problem(409, "payment.amount_not_taken", ["amount": .money(amount)])
        case .moreThanPaid(let left):
            Problem(409, "payment.more_than_paid", ["left": .money(left)], members: ["left": .money(left)])
        case .wrongCurrency(let currency):
            Problem(422, "payment.wrong_currency", ["currency": .text(currency.code)])
        case .nothingPaid: Problem(409, "payment.nothing_paid")
        case .processorUnreachable(let seconds):
            Problem(503, "payment.processor_unreachable", retryAfterSeconds: seconds)
        case .processorRefused: Problem(502, "payment.processor_refused")
        case .eventUnsigned: Problem(400, "payment.event_unsigned")
        case .eventUnreadable: Problem(400, "payment.event_unreadable")
        case .accountUnknown: Problem(404, "payment.account_unknown")
        case .keyRefused: Problem(409, "payment.key_refused")
        case .invalid(let faults): Problem(422, "input.invalid", faults: faults)
        case .nobodyNeeded: Problem(409, "payment.nobody_needed")
        case .cardNotFound: Problem(404, "payment_method.not_found")
        case .cardExpired: Problem(409, "payment_method.expired")
        case .cardGone: Problem(409, "payment_method.gone")
        case .cardNotSaved: Problem(409, "payment_method.not_saved")
        case .tooManyCards:
            Problem(409, "payment_method.too_many", ["max": .number(SavedCard.perAccountMax)])
        case .accountNeeded: Problem(403, "payment_method.account_needed")
        }
    }

    init(_ fault: ProcessorFault) {
        self =
            switch fault {
            case .refused: .processorRefused
            case .unknown, .unread, .busy: .processorUnreachable(retrySeconds: Self.retrySeconds)
            case .resting(let seconds): .processorUnreachable(retrySeconds: seconds)
            case .keyRefused, .keyUnread: .keyRefused
            case .noAccount: .notAvailable
            }
    }

    private static let retrySeconds = 5
}
