/// What came of asking the payment processor, where it did not do as it was told.
package enum ProcessorFault: Error, Hashable, Sendable {
    /// It said no, and did nothing.
    case refused(ProcessorRefusal)
    /// No answer: it may have done it.
    case unknown(String)
    /// It did answer, and what it says does not read: it may have done it.
    case unread(String)
    /// Somebody asks it the very same at this moment.
    case busy
    /// It is not asked now.
    case resting(retrySeconds: Int)
    /// The partner's key opens nothing any more.
    case keyRefused
    /// The partner's key is kept under seal, and does not open here.
    case keyUnread
    /// Nobody has said where the partner's money goes.
    case noAccount

    /// Whether it speaks against the processor rather than against one request.
    var isOutage: Bool {
        if case .unknown = self { true } else { false }
    }

    /// As calls are counted.
    var outcome: String {
        switch self {
        case .unknown: "unknown"
        case .unread: "unread"
        default: "refused"
        }
    }
}

/// Stripe's error object (docs.stripe.com/api/errors).
package struct ProcessorRefusal: Hashable, Sendable {
    package let status: Int
    package let type: String
    package let code: String?
    package let declineCode: String?
    package let parameter: String?
}
