package import Foundation

/// A mail put together from its parts, before it is written.
package struct Letter: Sendable, Hashable {
    package struct Attachment: Sendable, Hashable {
        /// Plain ASCII, of our own making.
        package let fileName: String
        /// With its parameters.
        package let type: String
        package let bytes: [UInt8]
    }

    package let subject: String
    package let text: String
    package let html: String
    package let attachments: [Attachment]
}

/// What stands on the envelope and in the header beside the letter itself.
package struct Envelope: Sendable, Hashable {
    package let messageID: String
    package let date: Date
    package let sender: MailAddress
    package let senderName: String
    package let replyTo: MailAddress?
    package let recipient: MailRecipient
    package let language: String
    /// Address of the one-click unsubscription; nil for mail that somebody's own act brought about.
    package let unsubscribeURL: String?
}

/// Writes a letter as RFC 5322 and MIME have it: text and HTML as alternatives, attachments beside them.
enum MailWriter {
    static func write(_ letter: Letter, _ envelope: Envelope) -> String {
        header(letter, envelope) + body(letter, boundary: Self.boundary(envelope.messageID))
    }

    private static func header(_ letter: Letter, _ envelope: Envelope) -> String {
        var fields = [
            HeaderField.tokens("Date", [HeaderField.date(envelope.date)]),
            HeaderField.mailbox("From", envelope.sender, display: PlainLine.clean(envelope.senderName)),
            HeaderField.mailbox(
                "To", envelope.recipient.address, display: envelope.recipient.name.map { PlainLine.clean($0) }),
        ]
        if let replyTo = envelope.replyTo { fields.append(HeaderField.mailbox("Reply-To", replyTo, display: nil)) }
        fields += [
            HeaderField.text("Subject", PlainLine.clean(letter.subject)),
            HeaderField.tokens("Message-ID", ["<\(envelope.messageID)>"]),
            // RFC 3834: no machine answers a machine.
            HeaderField.tokens("Auto-Submitted", ["auto-generated"]),
            HeaderField.tokens("Content-Language", [envelope.language]),
        ]
        if let url = envelope.unsubscribeURL {
            fields += [
                HeaderField.tokens("List-Unsubscribe", ["<\(url)>"]),
                HeaderField.tokens("List-Unsubscribe-Post", ["List-Unsubscribe=One-Click"]),
            ]
        }
        return fields.joined() + HeaderField.tokens("MIME-Version", ["1.0"])
    }

    private static func body(_ letter: Letter, boundary: String) -> String {
        let inner = multipart(
            "alternative", boundary + "_a",
            [
                leaf("text/plain; charset=utf-8", Array(letter.text.utf8)),
                leaf("text/html; charset=utf-8", Array(letter.html.utf8)),
            ])
        guard !letter.attachments.isEmpty else { return inner }
        return multipart(
            "mixed", boundary + "_m",
            [inner]
                + letter.attachments.map { attachment in
                    HeaderField.tokens("Content-Type", [attachment.type])
                        + HeaderField.tokens(
                            "Content-Disposition", ["attachment; filename=\"\(attachment.fileName)\""])
                        + encoded(attachment.bytes, .base64)
                })
    }

    /// `=_` stands in no line of either encoding, so no part can hold the boundary (RFC 2045, 6.7).
    private static func boundary(_ messageID: String) -> String { "=_" + messageID.prefix { $0 != "@" }.prefix(40) }

    private static func multipart(_ kind: String, _ boundary: String, _ parts: [String]) -> String {
        HeaderField.tokens("Content-Type", ["multipart/\(kind);", "boundary=\"\(boundary)\""]) + "\r\n"
            + parts.map { "--\(boundary)\r\n\($0)" }.joined() + "--\(boundary)--\r\n"
    }

    private static func leaf(_ type: String, _ bytes: [UInt8]) -> String {
        HeaderField.tokens("Content-Type", [type]) + encoded(bytes, .fitting(bytes))
    }

    private static func encoded(_ bytes: [UInt8], _ encoding: TransferEncoding) -> String {
        HeaderField.tokens("Content-Transfer-Encoding", [encoding.rawValue]) + "\r\n" + encoding.encode(bytes)
    }
}
