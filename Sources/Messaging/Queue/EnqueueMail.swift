import Foundation
package import Jobs
import Postgres
package import Tenancy
package import Vocabulary

/// The way into the mail queue, in the transaction whose effect the mail tells of: neither exists without
/// the other, and no request waits for a mail server.
package struct EnqueueMail: Sendable {
    private let jobs: JobQueue
    private let dataKeys: DataKeys
    private let identifiers: IdentifierSource

    package init(jobs: JobQueue, dataKeys: DataKeys, identifiers: IdentifierSource) {
        self.jobs = jobs
        self.dataKeys = dataKeys
        self.identifiers = identifiers
    }

    /// - Parameters:
    ///   - uniqueKey: a second mail of the same key is not written, however often its cause is told.
    ///   - orderKey: mails of one key go out in the order of their writing, each when the one before is settled.
    /// - Returns: nil when a mail of the key was there.
    /// - Throws: `MailEnclosure.TooLarge`, `DataKeys.Fault`, `PostgresError`.
    @discardableResult
    package func enqueue(
        _ message: MailMessage, to recipient: MailRecipient, in locale: LocaleTag, uniqueKey: String? = nil,
        orderKey: String? = nil, requestID: String? = nil, in transaction: TenantTransaction
    ) async throws -> MailID? {
        let enclosed = message.enclosures.map(\.bytes.count).reduce(0, +)
        guard enclosed <= MailEnclosure.bytesMax else { throw MailEnclosure.TooLarge(bytes: enclosed) }
        let key = try await dataKeys.key(of: transaction.tenant)
        let id = MailID(identifiers.next())
        let new = NewMail(
            id: id, uniqueKey: uniqueKey, template: message.template, locale: locale,
            recipient: try SealedMail.seal(recipient, with: key),
            recipientIndex: key.blindIndex(recipient.address.normal),
            message: try SealedMail.seal(message, with: key), keyNumber: key.number, requestID: requestID)
        guard try await transaction.run(MailStore.insert(new, tenant: transaction.tenant)).affectedCount == 1 else {
            return nil
        }
        try await jobs.enqueue(
            SendMail(mail: id.uuid), JobPlan(orderKey: orderKey, requestID: requestID), in: transaction)
        return id
    }
}
