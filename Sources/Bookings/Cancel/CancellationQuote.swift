package import Foundation
package import Vocabulary

/// What giving a booking back costs, promised and kept until it expires.
package struct CancellationQuote: Hashable, Sendable {
    package let id: UUID
    package let booking: BookingID
    package let cost: CancellationCost

    package var penalty: Money { cost.penalty }
    package var refund: Money { cost.refund }
    package var expiresAt: Date { cost.expiresAt }
}
