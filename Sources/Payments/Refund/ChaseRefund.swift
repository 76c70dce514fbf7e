package import Foundation
package import Jobs

/// Sends a refund that was promised, and looks at one whose end is not known. Repeated, it changes nothing.
package struct ChaseRefund: Job {
    package static let kind = "refund.chase"
    package static let queue = ChasePayment.queue

    package let refund: UUID

    package init(refund: UUID) { self.refund = refund }
}
