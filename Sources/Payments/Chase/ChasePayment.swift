package import Foundation
package import Jobs

/// Looks at a payment whose end is not known. Repeated, or run after it ended, it changes nothing.
package struct ChasePayment: Job {
    package static let kind = "payment.chase"
    /// The processor may keep its worker waiting.
    package static let queue = "payments"

    package let payment: UUID

    package init(payment: UUID) { self.payment = payment }
}
