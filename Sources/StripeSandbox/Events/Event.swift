/// Something that happened, with the object as it was then.
struct Event: Record {
    static let kind = "event"

    let id: String
    let account: String
    let created: Int
    let type: String
    /// The connected account that it happened on.
    let connected: String?
    /// As it was then, written.
    let object: String
    let requestID: String?
    let idempotencyKey: String?
    var deliveries: [String] = []

    func json(pending: Int) -> JSON {
        var members: [JSON.Member] = [
            JSON.Member(name: "id", value: .text(id)), JSON.Member(name: "object", value: "event"),
        ]
        if let connected { members.append(JSON.Member(name: "account", value: .text(connected))) }
        members += [
            JSON.Member(name: "api_version", value: .text(APIVersion.current)),
            JSON.Member(name: "created", value: .int(created)),
            JSON.Member(name: "data", value: ["object": .written(object)]),
            JSON.Member(name: "livemode", value: false),
            JSON.Member(name: "pending_webhooks", value: .int(pending)),
            JSON.Member(
                name: "request", value: ["id": JSON(requestID), "idempotency_key": JSON(idempotencyKey)]),
            JSON.Member(name: "type", value: .text(type)),
        ]
        return .object(members)
    }
}

/// The version of Stripe's interface whose shapes the sandbox has: that of the Python client it is checked with.
package enum APIVersion {
    package static let current = "2026-10-28.endive"

    /// A date, and since 2024 a name.
    static func isWritten(_ text: String) -> Bool { text.contains(/^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$/) }
}
