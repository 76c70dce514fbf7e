package import Foundation
package import Postgres
package import Tenancy
import Vocabulary
package import Web

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
    package static let templates = MailTemplate.allCases.map(\.rawValue)

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

    /// What another server can have done (RFC 3464 §2.3.3), and what its reader.
    package static let actions = DeliveryReport.Action.allCases.map(\.rawValue) + ["complaint"]

    fileprivate init(_ row: Row) throws {
        id = try row.get("report_id")
        mail = try row.get("mail_id")
        action = try row.get("action")
        status = try row.get("status")
        diagnostic = try row.get("diagnostic")
        recordedAt = try row.get("received_at")
    }
}

/// Mails grow without bound and are looked through in the order that they were written in, from either end.
package enum MailOrder: String, RowOrder {
    case created

    package static let id: SQL = "mail_id"
    package static func id(of mail: MailSight) -> UUID { mail.id }
    package var value: RowValue<MailSight>? { nil }
}

/// The same for reports.
package enum BounceOrder: String, RowOrder {
    case created

    package static let id: SQL = "report_id"
    package static func id(of report: BounceSight) -> UUID { report.id }
    package var value: RowValue<BounceSight>? { nil }
}

/// Which mails somebody looks for; what is nil does not matter.
package struct MailFilter: Sendable {
    package var state: String?
    package var template: String?
    /// To whom; compared by the blind index, no row is opened for it.
    package var recipient: EmailAddress?

    package init(state: String? = nil, template: String? = nil, recipient: EmailAddress? = nil) {
        self.state = state
        self.template = template
        self.recipient = recipient
    }

    func conditions(_ key: TenantDataKey) -> [SQL] {
        [
            state.map { "state = \($0)" }, template.map { "template = \($0)" },
            recipient.map { "recipient_index = \(key.blindIndex($0.normal))" },
        ].compactMap(\.self)
    }
}

extension MessagingFeature {
    package func mails(
        _ filter: MailFilter, _ page: RowPage<MailOrder>, limit: Int, in scope: TenantScope
    ) async throws -> [MailSight] {
        let key = try await dataKeys.key(of: scope.tenant)
        return try await scope.run(MailStore.list(filter.conditions(key), page, limit: limit))
            .map { try MailSight($0, key) }
    }

    /// - Parameter action: what the other server did, if that matters.
    package func bounceReports(
        action: String?, _ page: RowPage<BounceOrder>, limit: Int, in scope: TenantScope
    ) async throws -> [BounceSight] {
        let conditions = [page.condition] + [action].compactMap { $0.map { "action = \($0)" } }
        return try await scope.run(BounceStore.list(conditions, page, limit: limit)).map(BounceSight.init)
    }
}
