/// Where a merchant wants to hear of events.
struct WebhookEndpoint: Record {
    static let kind = "webhook_endpoint"
    static let perAccountMax = 16
    static let all = "*"

    let id: String
    let account: String
    let created: Int
    let secret: String
    /// Events of connected accounts instead of one's own.
    let isForConnected: Bool
    var url: String
    var types: [String]
    var description: String?
    var metadata: [String: String] = [:]
    var isEnabled = true

    func wants(_ type: String) -> Bool { isEnabled && (types.contains(Self.all) || types.contains(type)) }

    /// The secret is told once, at the making.
    func json(withSecret: Bool = false) -> JSON {
        let json: JSON = [
            "id": .text(id), "object": "webhook_endpoint", "api_version": .null, "application": .null,
            "created": .int(created), "description": JSON(description), "enabled_events": JSON(types),
            "livemode": false, "metadata": JSON(metadata), "status": isEnabled ? "enabled" : "disabled",
            "url": .text(url),
        ]
        return withSecret ? json.with("secret", .text(secret)) : json
    }
}
