import Postgres
package import Vocabulary
import Web

/// Why the ledger refuses. Each becomes a problem here and nowhere else.
package enum LedgerError: ProblemSource, Hashable, Sendable {
    /// The lines come to this much instead of nothing.
    case unbalanced(Money)
    case nothingMoves
    case amountOutOfRange
    case tooManyLines
    /// Of the amount, and of its account.
    case wrongCurrency(CurrencyCode, CurrencyCode)
    case badKey
    /// Parts of a sale that do not make up its total, or more given back than was sold.
    case badShares
    /// The same kind and key was written before with another content.
    case otherContent
    /// No entry that the step could be of.
    case entryUnknown
    /// The reservation has its end already.
    case settled
    /// The reservation's time is over.
    case lapsed
    /// It is not over yet.
    case notLapsed
    case moreThanReserved
    /// It was taken back before.
    case reversed
    case accountUnknown
    case invalid([Problem.Fault])

    package var problem: Problem {
        switch self {
        case .unbalanced, .nothingMoves, .amountOutOfRange, .tooManyLines, .wrongCurrency, .badKey, .badShares:
            Problem(500, "server.error")
        case .otherContent: Problem(409, "ledger.other_content")
        case .entryUnknown: Problem(404, "ledger.entry_unknown")
        case .settled: Problem(409, "ledger.settled")
        case .lapsed: Problem(409, "ledger.lapsed")
        case .notLapsed: Problem(409, "ledger.not_lapsed")
        case .moreThanReserved: Problem(409, "ledger.more_than_reserved")
        case .reversed: Problem(409, "ledger.reversed")
        case .accountUnknown: Problem(404, "ledger.account_unknown")
        case .invalid(let faults): Problem(422, "input.invalid", faults: faults)
        }
    }
}

extension LedgerError {
    /// What the database meant, whatever step of a transaction it said it in; nil for all else. For callers that
    /// send an entry's statement together with their own.
    package init?(_ error: any Error) {
        if let own = error as? LedgerError {
            self = own
            return
        }
        guard let constraint = error.postgres?.constraint, let known = Self.constraints[constraint] else { return nil }
        self = known
    }

    private static let constraints: [String: LedgerError] = [
        "ledger_transactions_same_content": .otherContent,
        "ledger_post_aim": .entryUnknown,
        "ledger_transactions_settled_once": .settled,
        "ledger_transactions_reversed_once": .reversed,
        "ledger_post_lapsed": .lapsed,
        "ledger_post_not_lapsed": .notLapsed,
        "ledger_lines_within_reserved": .moreThanReserved,
    ]
}
