package import Foundation
package import Vocabulary

/// Something that moved money at the payment processor, as one side tells it.
package struct ProcessorFact: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        /// Money came in.
        case charge
        case refund
        /// Withheld for a dispute, and given back after it.
        case dispute
        case disputeReturn = "dispute_return"
        /// Sent to the tenant's bank, or fetched from it.
        case payout
        /// Whatever else moved the processor's balance: the books have no word for it, so it is missing there.
        case other
    }

    /// The processor's own name of it: `ch_…`, `re_…`.
    package let id: String
    package let kind: Kind
    /// As a magnitude, before the fee.
    package let gross: Money
    /// What the processor kept of it, in the same currency.
    package let fee: Money
    package let time: Date

    package init(id: String, kind: Kind, gross: Money, fee: Money, time: Date) {
        self.id = id
        self.kind = kind
        self.gross = gross
        self.fee = fee
        self.time = time
    }
}

/// Where the processor's side comes from: its API, its report as a file.
package protocol ProcessorFacts: Sendable {
    /// All that moved money from `period.from` until before `period.until`, in any order.
    func facts(_ period: StatementPeriod) async throws -> [ProcessorFact]
}
