package import Foundation
import Jobs

/// Sends one mail that stands in `outgoing_mails`; repeated, or run after it was sent, it changes nothing.
package struct SendMail: Job {
    package static let kind = "mail.send"
    /// A queue and workers of its own: a mail server that hangs keeps no other job waiting.
    package static let queue = "mail"
    /// With the queue's pauses the last attempt is some fifteen hours after the first.
    package static let attemptsMax = 12

    package let mail: UUID

    package init(mail: UUID) { self.mail = mail }
}

/// Thrown to the queue, which repeats the job later.
struct MailNotSentYet: Error, CustomStringConvertible {
    let fault: String
    var description: String { "mail \(fault)" }
}
