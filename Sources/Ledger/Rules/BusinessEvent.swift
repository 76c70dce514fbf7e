package import Foundation
package import Vocabulary

/// What happens to money, in the words of those whom it happens to. `PostingRules` says what it does to the books.
package enum BusinessEvent: Hashable, Sendable {
    /// The booking is the traveller's: they owe its price, which is owed on to those who have a part in it.
    case sold(Sale)
    /// Given back but for `kept` (the penalty), when `paid` had been captured.
    case cancelled(Sale, kept: Money, paid: Money)
    /// Sold once more otherwise, when `paid` had been captured for what it was.
    case changed(from: Sale, to: Sale, paid: Money)
    /// Promised back beyond what the policy gives, at the tenant's own cost.
    case goodwill(booking: UUID, Money)
    /// What was promised so is part of what the policy gives back, or was never given: the tenant's cost no longer.
    case goodwillSpent(booking: UUID, Money)

    case authorized(booking: UUID, Money)
    case captured(booking: UUID, Money)
    /// What the processor kept of a payment, or of a dispute.
    case feeKept(Money)
    /// And gave back.
    case feeReturned(Money)
    /// A refund that is on its way, and when it has left.
    case refundStarted(booking: UUID, Money)
    case refunded(booking: UUID, Money)

    /// The tenant brought the traveller what they were owed otherwise than through the processor.
    case refundBrought(booking: UUID, Money)

    case disputed(booking: UUID, Money)
    case disputeWon(booking: UUID, Money)
    case disputeLost(booking: UUID, Money)
    /// What the bank gave the traveller of it was owed to them, too: it is owed no longer, and no loss.
    case disputeOffset(booking: UUID, Money)

    /// Of a booking that is paid at the property: the tenant owes it all the same, out of what the property leaves it.
    case feeOwed(booking: UUID, Money)
    /// Owed no longer, since the booking was given back.
    case feeWaived(booking: UUID, Money)
    /// The platform's invoice: fees of bookings were owed before, the rest is from now on.
    case invoiced(PlatformInvoice)
    case platformFeePaid(Money, from: Purse)
    case supplierPaid(hotel: UUID, Money, from: Purse)
    case taxPaid(Money, from: Purse)
    case commissionEarned(partner: UUID, Money)
    case partnerPaid(UUID, Money, from: Purse)
    /// From the processor to the tenant's bank; below nothing from the bank to the processor.
    case paidOut(Money)
    /// The processor turned one currency into another.
    case exchanged(Money, into: Money)

    /// Where the tenant pays from.
    package enum Purse: Hashable, Sendable {
        case processor
        case bank

        func account(_ currency: CurrencyCode) -> LedgerAccount {
            self == .processor ? .processor(currency) : .bank(currency)
        }
    }
}
