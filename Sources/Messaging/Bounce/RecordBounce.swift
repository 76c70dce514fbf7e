import Metrics
import Postgres
package import Tenancy
package import Vocabulary

/// Writes down what a delivery report says, in the tenant whose mail it is about; each report counts once.
package struct RecordBounce: Sendable {
    package enum Outcome: Sendable, Hashable {
        case recorded(TenantID, Int)
        case notAReport
        /// Not about a mail of ours, or somebody made it up.
        case unknownMail
    }

    private let mark: MessageMark
    private let tenants: TenantDatabase
    private let directory: TenantDirectory
    private let identifiers: IdentifierSource

    package init(
        mark: MessageMark, tenants: TenantDatabase, directory: TenantDirectory, identifiers: IdentifierSource
    ) {
        self.mark = mark
        self.tenants = tenants
        self.directory = directory
        self.identifiers = identifiers
    }

    /// - Parameter mail: the report as it came, with its header.
    /// - Throws: `PostgresError`.
    package func record(_ mail: String) async throws -> Outcome {
        guard let report = DeliveryReport(mail) else { return .notAReport }
        guard let named = mark.read(report.messageID), let entry = directory.entry(id: named.tenant) else {
            return .unknownMail
        }
        return try await tenants.scope(entry).transaction { tx in
            let rows = try await tx.run(BounceStore.lock(named.mail))
            guard let row = rows.first else { return .unknownMail }
            var recorded = 0
            for recipient in report.recipients {
                recorded += try await write(recipient, named.mail, try row.get("recipient_index"), in: tx)
            }
            return .recorded(named.tenant, recorded)
        }
    }

    private func write(
        _ recipient: DeliveryReport.Recipient, _ mail: MailID, _ index: [UInt8], in tx: TenantTransaction
    ) async throws -> Int {
        let isNew =
            try await tx.run(
                BounceStore.insert(recipient, mail, id: identifiers.next(), tenant: tx.tenant)
            ).affectedCount == 1
        guard isNew else { return 0 }
        if recipient.action == .failed { _ = try await tx.run(BounceStore.bounced(mail, recipient)) }
        if recipient.isHard {
            _ = try await tx.run(
                MailStore.suppress(
                    index, reason: "hard_bounce", diagnostic: recipient.diagnostic ?? recipient.status, mail: mail,
                    tenant: tx.tenant))
        }
        Counter(label: "travelhub_mail_bounces_total", dimensions: [("action", recipient.action.rawValue)]).increment()
        return 1
    }
}
