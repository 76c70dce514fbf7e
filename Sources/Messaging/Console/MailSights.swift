package import Foundation
import Postgres
package import Tenancy
import Vocabulary
import Web

/// A mail of a site as operators look at it, its recipient masked.
package struct MailSight: Sendable {
    package let id: UUID
    package let template: String
    package let locale: String
    package let recipient: String
    package let state: String
    package let attempts: Int
    package let fault: String?
    package let reply: String?
    package let createdAt: Date
    package let sentAt: Date?

    package static let states = MailState.allCases.map(\.rawValue)

    fileprivate init(_ row: Row, _ key: TenantDataKey) throws {
        id = try row.get("mail_id")
        template = try row.get("template")
        locale = try row.get("locale", as: LocaleTag.self).description
        recipient = try SealedMail.openRecipient(try row.get("recipient_sealed"), with: key).address.masked
        state = try row.get("state")
        attempts = try row.get("attempts")
        fault = try row.get("fault")
        reply = try row.get("smtp_reply")
        createdAt = try row.get("created_at")
        sentAt = try row.get("sent_at")
    }
}

/// What another server, or a reader by it, said of a mail. A complaint's status is its kind.
package struct BounceSight: Sendable {
    package let id: UUID
    package let mail: UUID
    package let action: String
    package let status: String
    package let diagnostic: String?
    package let recordedAt: Date

    fileprivate init(_ row: Row) throws {
        id = try row.get("report_id")
        mail = try row.get("mail_id")
        action = try row.get("action")
        status = try row.get("status")
        diagnostic = try row.get("diagnostic")
        recordedAt = try row.get("received_at")
    }
}

extension MessagingFeature {
    /// Newest first, before that of `before`.
    package func mails(state: String?, before: UUID?, limit: Int, in scope: TenantScope) async throws -> [MailSight] {
        let key = try await dataKeys.key(of: scope.tenant)
        return try await scope.run(MailStore.list(state: state, before: before.map { MailID($0) }, limit: limit))
            .map { try MailSight($0, key) }
    }

    /// Newest first, before that of `before`.
    package func bounceReports(before: UUID?, limit: Int, in scope: TenantScope) async throws -> [BounceSight] {
        try await scope.run(BounceStore.list(before: before, limit: limit)).map(BounceSight.init)
    }
}
