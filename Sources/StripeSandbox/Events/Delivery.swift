/// One event on its way to one endpoint.
struct Delivery: Record {
    static let kind = "delivery"
    static let isListed = false
    /// Seconds to wait after each failed attempt; then it is given up.
    static let retrySeconds = [1, 5, 30, 300, 1_800, 7_200, 18_000, 36_000]

    enum State: String, Codable {
        case waiting
        /// Waits until somebody says so.
        case held
        case delivered
        /// Never sent, because that was asked for.
        case lost
        /// All attempts are over.
        case failed
    }

    let id: String
    let account: String
    let created: Int
    let event: String
    let endpoint: String
    /// The place among all, in the order of what happened.
    var place: Int
    var state: State
    var attempts = 0
    /// By the machine's clock.
    var notBefore: Int
    var lastStatus: Int?

    var isOpen: Bool { state == .waiting || state == .held }

    func json(_ event: Event?, _ endpoint: WebhookEndpoint?) -> JSON {
        [
            "id": .text(id), "attempts": .int(attempts), "event": .text(self.event), "type": JSON(event?.type),
            "last_status": JSON(lastStatus), "not_before": .int(notBefore), "state": .text(state.rawValue),
            "url": JSON(endpoint?.url), "account": .text(account),
        ]
    }
}
