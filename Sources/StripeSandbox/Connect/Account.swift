/// A merchant's account, with keys; or one connected to it, without.
struct Account: Record {
    static let kind = "account"

    let id: String
    /// The account that it is connected to; its own for a merchant's.
    let account: String
    let created: Int
    /// Says whose it is, in the sandbox's own lists.
    var name: String
    var country: String
    var currency: String
    var email: String?
    var type: String
    var secretKey: String?
    var publishableKey: String?
    /// Where its card form may lead back to, besides this machine's own hosts.
    var origins: [String] = []
    /// Nil: what is charged stays what it is.
    var settlement: Settlement?
    var metadata: [String: String] = [:]
    var isEnabled = true
    var wantsTransfers = true
    var wantsCards = true
    var hasSubmittedDetails = true

    var isConnected: Bool { id != account }

    func json() -> JSON {
        func state(_ isWanted: Bool) -> JSON { isWanted ? (isEnabled ? "active" : "inactive") : "inactive" }
        let due: JSON = hasSubmittedDetails ? [] : ["external_account", "tos_acceptance.date"]
        return [
            "id": .text(id), "object": "account", "business_profile": ["name": .text(name), "url": .null],
            "business_type": .null,
            "capabilities": ["card_payments": state(wantsCards), "transfers": state(wantsTransfers)],
            "charges_enabled": .bool(isEnabled && wantsCards), "country": .text(country), "created": .int(created),
            "default_currency": .text(currency), "details_submitted": .bool(hasSubmittedDetails), "email": JSON(email),
            "metadata": JSON(metadata), "payouts_enabled": .bool(isEnabled),
            "requirements": [
                "currently_due": due, "disabled_reason": hasSubmittedDetails ? .null : "requirements.past_due",
                "eventually_due": due, "past_due": [], "pending_verification": [],
            ],
            "type": .text(type),
        ]
    }
}
