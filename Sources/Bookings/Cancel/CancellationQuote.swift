package import Foundation
package import Vocabulary

/// What giving a booking back costs, promised and kept until it expires.
package struct CancellationQuote: Hashable, Sendable {
    package let id: UUID
    package let booking: BookingID
    /// Of the booking that it was promised for.
    package let sequence: Int
    package let penalty: Money
    package let refund: Money
    package let expiresAt: Date
}

extension CancellationQuote {
    init(id: UUID, booking: BookingID, cost: CancellationCost) {
        self.init(
            id: id, booking: booking, sequence: cost.sequence, penalty: cost.penalty, refund: cost.refund,
            expiresAt: cost.expiresAt)
    }
}
