/// A mail that says what became of one of ours (RFC 6522), and all in it that may name that one.
struct MailReport: Sendable {
    enum Matter: Sendable, Hashable {
        case delivery(DeliveryReport)
        case complaint(ComplaintReport)
    }

    let matter: Matter
    /// Where addresses of ours may stand, the surest first.
    let addresses: [String]
    /// Of the mail that came back, if any of it did.
    let messageID: String?

    /// Where a server writes to whom a mail was delivered, then to whom it was written.
    private static let recipientFields = [
        "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to", "to",
    ]

    /// Nil for any other mail.
    init?(_ mail: String) {
        let part = MailPart(mail)
        guard part.type == "multipart/report" else { return nil }
        let complaint = ComplaintReport(part)
        if let complaint {
            matter = .complaint(complaint)
        } else if let delivery = DeliveryReport(part) {
            matter = .delivery(delivery)
        } else {
            return nil
        }
        let returned = part.all.first { ["text/rfc822-headers", "message/rfc822"].contains($0.type) }
            .map { MailPart($0.text) }
        // What arrived at the top is ours by its address; what came back may name others below.
        addresses =
            part.fields.filter { Self.recipientFields.contains($0.name) }.map(\.value)
            + [complaint?.returnPath, returned?.field("return-path")].compactMap(\.self)
        messageID = returned?.field("message-id")
    }
}
