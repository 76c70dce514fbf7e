package import Vocabulary
package import Web

/// Why billing refuses. Each becomes a problem here and nowhere else.
package enum BillingError: ProblemSource, Hashable, Sendable {
    case unknown
    /// The month has an invoice that counts.
    case issued
    /// The month is not over yet on the partner's clock.
    case notOver
    /// There is nothing to ask for.
    case nothingDue
    /// Paid or void: neither is taken back.
    case closed
    /// Something else than the invoice's total.
    case amountDiffers(Money)
    /// Fees were owed in a currency that has no rate against the invoice's.
    case noRate(CurrencyCode)
    case amountOutOfRange
    case invalid([Problem.Fault])

    package var problem: Problem {
        switch self {
        case .unknown: Problem(404, "billing.unknown")
        case .issued: Problem(409, "billing.issued")
        case .notOver: Problem(409, "billing.not_over")
        case .nothingDue: Problem(409, "billing.nothing_due")
        case .closed: Problem(409, "billing.closed")
        case .amountDiffers(let total):
            Problem(409, "billing.amount_differs", ["total": .money(total)], members: ["total": .money(total)])
        case .noRate(let currency): Problem(409, "billing.no_rate", ["currency": .text(currency.code)])
        case .amountOutOfRange: Problem(409, "billing.amount_out_of_range")
        case .invalid(let faults): Problem(422, "input.invalid", faults: faults)
        }
    }
}
