/// A card on its way to be saved for payments to come, with its holder's agreement where the card wants it.
struct SetupIntent: Record {
    static let kind = "setup_intent"

    enum Status: String, Codable {
        case requiresPaymentMethod = "requires_payment_method"
        case requiresConfirmation = "requires_confirmation"
        case requiresAction = "requires_action"
        case succeeded, canceled
    }

    enum Usage: String, Codable, CaseIterable {
        case onSession = "on_session"
        case offSession = "off_session"
    }

    enum Reason: String, Codable, CaseIterable {
        case abandoned, duplicate
        case requestedByCustomer = "requested_by_customer"
    }

    let id: String
    let account: String
    let created: Int
    let clientSecret: String
    var status = Status.requiresPaymentMethod
    var usage = Usage.offSession
    var customer: String?
    var method: String?
    var description: String?
    var metadata: [String: String] = [:]
    var lastError: String?
    var challenge: Challenge?
    var cancellationReason: Reason?

    func json(baseURL: String) -> JSON {
        let page = "\(baseURL)/3ds/\(clientSecret)"
        var action = JSON.null
        if status == .requiresAction, let challenge {
            action =
                challenge.usesSDK
                ? [
                    "type": "use_stripe_sdk",
                    "use_stripe_sdk": ["stripe_js": .text(page), "type": "three_d_secure_redirect"],
                ]
                : [
                    "redirect_to_url": ["return_url": JSON(challenge.returnURL), "url": .text(page)],
                    "type": "redirect_to_url",
                ]
        }
        return [
            "id": .text(id), "object": "setup_intent", "application": .null, "automatic_payment_methods": .null,
            "cancellation_reason": JSON(cancellationReason?.rawValue), "client_secret": .text(clientSecret),
            "created": .int(created), "customer": JSON(customer), "description": JSON(description),
            "last_setup_error": lastError.map(JSON.written) ?? .null, "latest_attempt": .null, "livemode": false,
            "mandate": .null, "metadata": JSON(metadata), "next_action": action, "on_behalf_of": .null,
            "payment_method": JSON(method),
            "payment_method_options": ["card": ["mandate_options": .null, "request_three_d_secure": "automatic"]],
            "payment_method_types": ["card"], "single_use_mandate": .null, "status": .text(status.rawValue),
            "usage": .text(usage.rawValue),
        ]
    }
}
