import Foundation

/// That a reader called a mail unwanted, as the mailbox provider passes it on (ARF, RFC 5965).
package struct ComplaintReport: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        case abuse, fraud, virus, other
    }

    /// Nil for one that is none: that a mail is wanted after all (`not-spam`), or how its checks went.
    package let kind: Kind?
    /// The program that reported it.
    package let reporter: String?
    /// Whom the mail came from on its envelope.
    let returnPath: String?

    /// Nil for a mail that is no such report.
    init?(_ report: MailPart) {
        guard let part = report.all.first(where: { $0.type == "message/feedback-report" }) else { return nil }
        // A part that says nothing more has no empty line at its end.
        let said = MailPart(part.text.trimmingCharacters(in: .newlines) + "\n\n")
        guard let type = said.field("feedback-type")?.lowercased() else { return nil }
        switch type {
        case "not-spam", "auth-failure", "dkim", "dmarc": kind = nil
        default: kind = Kind(rawValue: type) ?? .other
        }
        reporter = said.field("user-agent").map { PlainLine.clean($0, max: Self.reporterMax) }
        returnPath = said.field("original-mail-from")
    }

    private static let reporterMax = 100
}
