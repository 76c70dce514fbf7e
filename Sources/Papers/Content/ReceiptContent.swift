package import Bookings
package import Foundation
import Pricing
package import Tenancy
package import Vocabulary

/// What was paid for a booking, and what is still to be paid: as things stand, so that it is never kept.
package struct ReceiptContent: Hashable, Sendable {
    package let seller: PaperSeller
    /// On whose clock its days are told.
    package let zone: String
    package let stay: PaperStay
    package let total: Money
    package let dueAtProperty: Money
    /// What cancelling cost; nil unless it was cancelled.
    package let penalty: Money?
    /// What is on its way is told when it is there.
    package let paid: [PaidLine]
    /// When the last thing happened that it tells of.
    package let date: Date

    package init(_ booking: Booking, paid: [PaidLine], of definition: TenantDefinition) {
        seller = PaperSeller(definition.legal)
        zone = definition.timeZone
        stay = PaperStay(booking)
        total = booking.price.total
        dueAtProperty = booking.price.dueAtProperty
        penalty = booking.state == .cancelled ? booking.penalty : nil
        let paid = paid.filter { !$0.isOnItsWay }
        self.paid = paid
        date = paid.map(\.at).max() ?? booking.createdAt
    }

    package var currency: CurrencyCode { total.currency }

    /// What is owed beside what is paid at the property.
    package var outstanding: Money {
        let owed = (penalty ?? total - dueAtProperty) - paid.kept(currency) - paid.waived(currency)
        return Money(minor: max(0, owed.minor), currency)
    }
}
