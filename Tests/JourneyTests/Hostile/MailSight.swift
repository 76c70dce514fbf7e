import Foundation
import Messaging
import TestSupport

/// A mail as it went over the wire, read as a mail program reads it.
struct MailSight: Sendable {
    let mail: TestMailServer.Mail
    private let whole: MailPart

    init(_ mail: TestMailServer.Mail) {
        self.mail = mail
        whole = MailPart(mail.text)
    }

    private static let fields: Set<String> = [
        "from", "to", "reply-to", "subject", "date", "message-id", "mime-version", "content-type", "auto-submitted",
        "list-unsubscribe", "list-unsubscribe-post", "content-language", "content-transfer-encoding", "feedback-id",
        "x-auto-response-suppress", "dkim-signature", "precedence", "sender", "list-id",
    ]

    private var page: PageSight? { whole.all.first { $0.type == "text/html" }.map { PageSight($0.text) } }
    private var calendar: String? { whole.all.first { $0.type == "text/calendar" }?.text }

    /// Elements of the HTML, and lines of the calendar by their names: the same for any two mails of one kind.
    var skeleton: [String] { (page?.skeleton ?? []) + properties }

    private var properties: [String] {
        (calendar ?? "").replacing("\r\n ", with: "").split(separator: "\r\n").map { line in
            let name = String(line.prefix { $0 != ":" && $0 != ";" })
            return ["BEGIN", "END"].contains(name) ? String(line) : name
        }
    }

    func faults(showing text: String?) -> [String] {
        var faults = page?.faults(isMail: true) ?? ["no HTML"]
        let head = mail.text.components(separatedBy: "\r\n\r\n")[0]
        for line in head.components(separatedBy: "\r\n") where !line.hasPrefix(" ") && !line.hasPrefix("\t") {
            let name = line.prefix { $0 != ":" }.lowercased()
            if !Self.fields.contains(name) { faults.append("a header \(line)") }
        }
        if !mail.text.utf8.allSatisfy({ $0 < 0x80 }) { faults.append("not ASCII on the wire") }
        if let text {
            if page?.shows(text) != true { faults.append("HTML does not show \(text)") }
            // Lines are folded between words.
            let folded = { (text: String) in text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
            if folded(plain).range(of: folded(text), options: .literal) == nil {
                faults.append("text does not show \(text)")
            }
        }
        return faults
    }

    var plain: String { whole.all.first { $0.type == "text/plain" }?.text ?? "" }

    /// Of a header, decoded.
    func header(_ name: String) -> String { MailPart.decodeWords(whole.field(name) ?? "") }
}
