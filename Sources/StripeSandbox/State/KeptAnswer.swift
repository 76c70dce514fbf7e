/// What a request with an idempotency key was answered, so that it is answered the same again.
struct KeptAnswer: Record {
    static let kind = "answer"
    static let isListed = false
    /// As long as Stripe promises at least.
    static let seconds = 24 * 3600

    let id: String
    let account: String
    /// Of method, path and parameters.
    let fingerprint: String
    let status: Int
    let body: String
    let requestID: String
    let created: Int
}

/// How far the sandbox's clock is ahead of the machine's.
struct ClockSetting: Record {
    static let kind = "clock"
    static let theOne = "clock"

    let id: String
    let account: String
    let created: Int
    var aheadSeconds: Int
}
