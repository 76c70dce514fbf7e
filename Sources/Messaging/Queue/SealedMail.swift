import Foundation
import Tenancy

/// Whom a mail goes to and what it says, as the row holds them.
enum SealedMail {
    private static let recipientField = "outgoing_mails.recipient"
    private static let messageField = "outgoing_mails.message"

    static func seal(_ recipient: MailRecipient, with key: TenantDataKey) throws -> [UInt8] {
        try key.seal(Array(try JSONEncoder().encode(recipient)), field: recipientField)
    }

    static func seal(_ message: MailMessage, with key: TenantDataKey) throws -> [UInt8] {
        try key.seal(Array(try JSONEncoder().encode(message)), field: messageField)
    }

    static func openRecipient(_ sealed: [UInt8], with key: TenantDataKey) throws -> MailRecipient {
        try JSONDecoder().decode(
            MailRecipient.self, from: Data(try key.open(bytes: sealed, field: recipientField)))
    }

    static func openMessage(_ sealed: [UInt8], with key: TenantDataKey) throws -> MailMessage {
        try JSONDecoder().decode(MailMessage.self, from: Data(try key.open(bytes: sealed, field: messageField)))
    }
}
