/// A mail as it leaves the house: envelope and bytes.
package struct ReadyMail: Sendable {
    package let tenantSlug: String
    /// Names the mail among the kept ones; of our own making.
    package let name: String
    /// On the envelope: where reports come back.
    package let sender: MailAddress
    package let recipient: MailAddress
    /// Lines end in `\r\n`.
    package let message: String

    package init(tenantSlug: String, name: String, sender: MailAddress, recipient: MailAddress, message: String) {
        self.tenantSlug = tenantSlug
        self.name = name
        self.sender = sender
        self.recipient = recipient
        self.message = message
    }
}

/// How mails leave: over SMTP, or into a folder where nobody is to be written to.
package protocol MailTransport: Sendable {
    /// - Returns: the last reply of the server that took the mail.
    /// - Throws: ``MailFault``.
    func send(_ mail: ReadyMail) async throws -> String
}

/// Why a mail did not leave, told apart by what is to be done.
package enum MailFault: Error, Sendable, Hashable {
    /// The server cannot now (4xx): later again.
    case deferred(code: Int, reply: String)
    /// The server will not (5xx): never again.
    case refused(code: Int, reply: String)
    /// No server spoke with us: not reached, too slow, broken off before the end, no trust in its certificate.
    case unreachable(String)
    /// The connection broke after the last dot, before the answer: the server may have the mail. It is sent
    /// again under the same Message-ID, because a confirmation twice is better than none (RFC 5321, 6.1).
    case unknown(String)

    /// Whether it speaks against the server, not against this one mail.
    var isOutage: Bool {
        switch self {
        case .unreachable, .unknown: true
        case .deferred(let code, _): code == 421
        case .refused: false
        }
    }

    /// The stable word in `outgoing_mails.fault`.
    var word: String {
        switch self {
        case .deferred: "deferred"
        case .refused: "refused"
        case .unreachable: "unreachable"
        case .unknown: "outcome_unknown"
        }
    }

    var reply: String {
        switch self {
        case .deferred(_, let reply), .refused(_, let reply), .unreachable(let reply), .unknown(let reply): reply
        }
    }

    /// The server says that there is no such mailbox (RFC 3463: 5.1.1, 5.1.2, 5.1.10).
    var saysNoMailbox: Bool {
        guard case .refused(_, let reply) = self else { return false }
        return reply.contains(/\b5\.1\.(1|2|10)\b/)
    }
}
