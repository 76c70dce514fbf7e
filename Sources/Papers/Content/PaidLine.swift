package import Foundation
import Messaging
package import Vocabulary

/// One movement of a traveller's money, as a paper tells of it.
package struct PaidLine: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        case payment
        case refund
    }

    package let kind: Kind
    /// Positive, whichever way it went.
    package let amount: Money
    package let at: Date
    /// In words that every reader knows: `Visa •••• 4242`.
    package let method: String
    /// Being taken, or given back, at this moment.
    package let isOnItsWay: Bool
    /// Given back beyond what is owed: it is not to be paid again.
    package let isGrace: Bool

    package init(
        kind: Kind, amount: Money, at: Date, method: String, isOnItsWay: Bool = false, isGrace: Bool = false
    ) {
        self.kind = kind
        self.amount = amount
        self.at = at
        self.method = method
        self.isOnItsWay = isOnItsWay
        self.isGrace = isGrace
    }
}

extension [PaidLine] {
    func sum(_ kind: PaidLine.Kind, _ currency: CurrencyCode) -> Money {
        filter { $0.kind == kind }.map(\.amount).reduce(.zero(currency), +)
    }

    /// What is not owed again, though it was given back.
    func waived(_ currency: CurrencyCode) -> Money {
        filter { $0.kind == .refund && $0.isGrace }.map(\.amount).reduce(.zero(currency), +)
    }

    /// What was paid and not returned.
    func kept(_ currency: CurrencyCode) -> Money { sum(.payment, currency) - sum(.refund, currency) }
}
