package import Foundation
import Jobs
import Postgres
import Tenancy
import Vocabulary

/// What those who look after a site must hear of its sender, told to the outbox in the transaction in which it came
/// about. A sender that nobody ever proved ends in silence: nothing was lost by it.
package struct SenderNews: Codable, Sendable {
    package static let lost = "mail.sender_lost"

    package let address: MailAddress

    /// None, where nothing happened that somebody has to do something about.
    static func events(
        _ before: ChosenSender, _ after: ChosenSender, of tenant: TenantID, requestID: String?
    ) throws -> [OutboxEvent] {
        guard before.standing.isOwned, after.standing.isLost else { return [] }
        let payload = JSONText(
            String(decoding: try JSONEncoder().encode(SenderNews(address: after.address)), as: UTF8.self))
        return [OutboxEvent(kind: lost, subject: tenant.uuid, payload: payload, requestID: requestID)]
    }
}
