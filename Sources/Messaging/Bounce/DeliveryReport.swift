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

    package let recipients: [Recipient]

    /// Nil for a mail that says nothing of any delivery.
    init?(_ report: MailPart) {
        guard let status = report.all.first(where: { $0.type == "message/delivery-status" }) else { return nil }
        // The first group is about the report itself.
        let recipients = Self.groups(status.text).dropFirst().prefix(Self.recipientsMax).compactMap(Self.recipient)
        guard !recipients.isEmpty else { return nil }
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
