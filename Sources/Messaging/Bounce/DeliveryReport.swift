import Foundation

/// What another mail server says became of a mail (RFC 3464), read from the mail that says it.
package struct DeliveryReport: Sendable, Hashable {
    package enum Action: String, Sendable, CaseIterable {
        case failed, delayed, delivered, relayed, expanded
    }

    package struct Recipient: Sendable, Hashable {
        package let action: Action
        /// RFC 3463: `5.1.1`.
        package let status: String
        package let diagnostic: String?

        /// There is no such mailbox, or it is closed for good: nothing sent there can arrive.
        package var isHard: Bool {
            action == .failed && (status.hasPrefix("5.1.") || status == "5.2.1")
        }
    }

    /// Recipients that are read of one report: we write to one.
    static let recipientsMax = 10

    /// Of the mail that it is about.
    package let messageID: String
    package let recipients: [Recipient]

    /// Nil for a mail that is no report, or does not say of which.
    package init?(_ mail: String) {
        let part = MailPart(mail)
        guard part.type == "multipart/report",
            let status = part.all.first(where: { $0.type == "message/delivery-status" }),
            let returned = part.all.first(where: { ["text/rfc822-headers", "message/rfc822"].contains($0.type) }),
            let messageID = MailPart(returned.text).field("message-id")
        else { return nil }
        // The first group is about the report itself.
        let recipients = Self.groups(status.text).dropFirst().prefix(Self.recipientsMax).compactMap(Self.recipient)
        guard !recipients.isEmpty else { return nil }
        self.messageID = messageID
        self.recipients = recipients
    }

    private static func groups(_ text: String) -> [MailPart] {
        text.replacing("\r\n", with: "\n").components(separatedBy: "\n\n")
            .filter { !$0.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty }.map { MailPart($0 + "\n\n") }
    }

    private static func recipient(_ group: MailPart) -> Recipient? {
        guard let action = group.field("action").flatMap({ Action(rawValue: $0.lowercased()) }),
            let status = group.field("status")?.prefix(while: { $0.isASCII && ($0.isNumber || $0 == ".") }),
            status.contains(/^[245]\.\d{1,3}\.\d{1,3}$/)
        else { return nil }
        return Recipient(
            action: action, status: String(status),
            diagnostic: group.field("diagnostic-code").map { PlainLine.clean($0) })
    }
}
