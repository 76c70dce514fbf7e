import Metrics
import Postgres
package import Tenancy
package import Vocabulary

/// Writes down what a report says, in the tenant whose mail it is about; each report counts once.
package struct RecordBounce: Sendable {
    package enum Outcome: Sendable, Hashable {
        case recorded(TenantID, Int)
        case notAReport
        /// Not about a mail of ours, or somebody made it up.
        case unknownMail
    }

    private let mark: MessageMark
    private let returnPaths: ReturnPaths
    private let consents: MailConsents
    private let tenants: TenantDatabase
    private let directory: TenantDirectory
    private let identifiers: IdentifierSource

    package init(
        mark: MessageMark, returnPaths: ReturnPaths, consents: MailConsents, tenants: TenantDatabase,
        directory: TenantDirectory, identifiers: IdentifierSource
    ) {
        self.mark = mark
        self.returnPaths = returnPaths
        self.consents = consents
        self.tenants = tenants
        self.directory = directory
        self.identifiers = identifiers
    }

    /// - Parameters:
    ///   - mail: the report as it came, with its header.
    ///   - recipient: the address that it came to, where whoever took it in knows that.
    /// - Throws: `PostgresError`.
    package func record(_ mail: String, sentTo recipient: String? = nil) async throws -> Outcome {
        guard let report = MailReport(mail) else { return .notAReport }
        guard let (entry, about) = named(by: report, recipient) else { return .unknownMail }
        return try await tenants.scope(entry).transaction { tx in
            guard let row = try await tx.run(BounceStore.lock(about)).first else { return .unknownMail }
            let index: [UInt8] = try row.get("recipient_index")
            switch report.matter {
            case .delivery(let delivery):
                var recorded = 0
                for recipient in delivery.recipients { recorded += try await write(recipient, about, index, in: tx) }
                return .recorded(entry.id, recorded)
            case .complaint(let complaint):
                let template = MailTemplate(rawValue: try row.get("template"))
                return .recorded(entry.id, try await write(complaint, about, index, template, in: tx))
            }
        }
    }

    /// By the address that it came to or the mail had, else by the name that came back with the mail.
    private func named(by report: MailReport, _ recipient: String?) -> (TenantEntry, MailID)? {
        for address in [recipient].compactMap(\.self) + report.addresses {
            guard let named = returnPaths.read(address) else { continue }
            return directory.entry(number: named.tenant).map { ($0, named.mail) }
        }
        guard let named = report.messageID.flatMap(mark.read) else { return nil }
        return directory.entry(id: named.tenant).map { ($0, named.mail) }
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
                SuppressionStore.insert(
                    index, .hardBounce, diagnostic: recipient.diagnostic ?? recipient.status, mail: mail,
                    id: identifiers.next(), tenant: tx.tenant))
        }
        Counter(label: "travelhub_mail_bounces_total", dimensions: [("action", recipient.action.rawValue)]).increment()
        return 1
    }

    /// Who calls a mail unwanted gets no more of what may be left unsent; of news not even once the address is
    /// written to again.
    private func write(
        _ complaint: ComplaintReport, _ mail: MailID, _ index: [UInt8], _ template: MailTemplate?,
        in tx: TenantTransaction
    ) async throws -> Int {
        guard let kind = complaint.kind else { return 0 }
        let isNew =
            try await tx.run(
                BounceStore.insert(kind, by: complaint.reporter, mail, id: identifiers.next(), tenant: tx.tenant)
            ).affectedCount == 1
        guard isNew else { return 0 }
        _ = try await tx.run(
            SuppressionStore.insert(
                index, .complaint, diagnostic: kind.rawValue, mail: mail, id: identifiers.next(), tenant: tx.tenant))
        if let template, template.weight == .consented {
            try await consents.record(
                false, of: index, kind: template.rawValue, source: "complaint", requestID: nil, in: tx)
        }
        Counter(label: "travelhub_mail_complaints_total", dimensions: [("kind", kind.rawValue)]).increment()
        return 1
    }
}
