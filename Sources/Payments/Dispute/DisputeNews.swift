package import Bookings
package import Foundation
import Jobs
package import Postgres
package import Tenancy
import Vocabulary

/// That a bank wants money back, or has decided about it, told to the outbox in the transaction that writes it down:
/// identifiers and the state only.
package struct DisputeNews: Codable, Sendable {
    package static let opened = "payment.disputed"
    package static let decided = "payment.dispute_decided"

    package let disputeID: UUID
    package let paymentID: UUID
    package let bookingID: UUID
    package let state: String

    private enum CodingKeys: String, CodingKey {
        case disputeID = "dispute_id"
        case paymentID = "payment_id"
        case bookingID = "booking_id"
        case state
    }

    /// Nil where what is known already is told once more. A dispute that was decided before we heard of it is told as
    /// decided alone.
    static func event(of dispute: Dispute, before: Dispute.State?) throws -> OutboxEvent? {
        guard dispute.state != before else { return nil }
        let news = DisputeNews(
            disputeID: dispute.id.uuid, paymentID: dispute.payment.uuid, bookingID: dispute.booking.uuid,
            state: dispute.state.rawValue)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return OutboxEvent(
            kind: dispute.state.isEnd ? decided : opened, subject: dispute.id.uuid,
            payload: JSONText(String(decoding: try encoder.encode(news), as: UTF8.self)), requestID: nil)
    }
}

/// A dispute with what its booking is called.
package struct ToldDispute: Hashable, Sendable {
    package let dispute: Dispute
    package let reference: String
}

extension ReadPayments {
    /// As it stands now; nil where there is none of this identifier.
    package func dispute(_ id: DisputeID, in scope: TenantScope) async throws -> ToldDispute? {
        try await scope.run(DisputeStore.told(id)).first.map { row in
            ToldDispute(dispute: try Dispute(row), reference: try row.get("reference"))
        }
    }
}
