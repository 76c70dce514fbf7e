/// A payment on its way: from the amount, over a card and perhaps its holder's agreement, to the money.
struct PaymentIntent: Record {
    static let kind = "payment_intent"
    /// How long an authorisation lasts.
    static let authorisationSeconds = 7 * 86_400

    enum Status: String, Codable, CaseIterable {
        case requiresPaymentMethod = "requires_payment_method"
        case requiresConfirmation = "requires_confirmation"
        case requiresAction = "requires_action"
        case processing
        case requiresCapture = "requires_capture"
        case succeeded
        case canceled
    }

    enum Capture: String, Codable, CaseIterable {
        case automatic
        case automaticAsync = "automatic_async"
        case manual
    }

    enum Confirmation: String, Codable, CaseIterable { case automatic, manual }

    enum FutureUse: String, Codable, CaseIterable {
        case onSession = "on_session"
        case offSession = "off_session"
    }

    enum AskHolder: String, Codable, CaseIterable { case automatic, any, challenge }

    enum Reason: String, Codable, CaseIterable {
        case duplicate, fraudulent, abandoned, automatic
        case requestedByCustomer = "requested_by_customer"
    }

    let id: String
    let account: String
    let created: Int
    let clientSecret: String
    var amount: Int
    var currency: String
    var status = Status.requiresPaymentMethod
    var capture = Capture.automaticAsync
    var confirmation = Confirmation.automatic
    /// Methods of any kind rather than a list of them; some of those would lead the holder elsewhere.
    var isAutomatic = true
    var allowsRedirects = true
    var askHolder = AskHolder.automatic
    var customer: String?
    var description: String?
    var metadata: [String: String] = [:]
    var method: String?
    var futureUse: FutureUse?
    var receiptEmail: String?
    var descriptor: String?
    var descriptorSuffix: String?
    var transferGroup: String?
    var amountReceived = 0
    var amountCapturable = 0
    var latestCharge: String?
    /// The last error's object, as it was sent.
    var lastError: String?
    var challenge: Challenge?
    var canceledAt: Int?
    var cancellationReason: Reason?
    /// Until when the authorised amount can be taken.
    var captureBefore: Int?

    var stripeCurrency: StripeCurrency { StripeCurrency(known: currency) }
}

/// That the card's holder is to agree: where, and where to go from there.
struct Challenge: Codable, Sendable, Equatable {
    let returnURL: String?
    let usesSDK: Bool
}

extension PaymentIntent {
    func json(baseURL: String) -> JSON {
        [
            "id": .text(id), "object": "payment_intent", "amount": .int(amount),
            "amount_capturable": .int(amountCapturable), "amount_details": ["tip": [:]],
            "amount_received": .int(amountReceived), "application": .null, "application_fee_amount": .null,
            "automatic_payment_methods": isAutomatic
                ? ["allow_redirects": allowsRedirects ? "always" : "never", "enabled": true] : .null,
            "canceled_at": JSON(canceledAt), "cancellation_reason": JSON(cancellationReason?.rawValue),
            "capture_method": .text(capture.rawValue), "client_secret": .text(clientSecret),
            "confirmation_method": .text(confirmation.rawValue), "created": .int(created), "currency": .text(currency),
            "customer": JSON(customer), "description": JSON(description),
            "last_payment_error": lastError.map(JSON.written) ?? .null, "latest_charge": JSON(latestCharge),
            "livemode": false, "metadata": JSON(metadata), "next_action": nextAction(baseURL), "on_behalf_of": .null,
            "payment_method": JSON(method),
            "payment_method_options": [
                "card": [
                    "installments": .null, "mandate_options": .null, "network": .null,
                    "request_three_d_secure": .text(askHolder.rawValue),
                ]
            ],
            "payment_method_types": ["card"], "processing": .null, "receipt_email": JSON(receiptEmail),
            "review": .null, "setup_future_usage": JSON(futureUse?.rawValue), "shipping": .null, "source": .null,
            "statement_descriptor": JSON(descriptor), "statement_descriptor_suffix": JSON(descriptorSuffix),
            "status": .text(status.rawValue), "transfer_data": .null, "transfer_group": JSON(transferGroup),
        ]
    }

    /// Without what a buyer's browser has no business with.
    func publicJSON(baseURL: String) -> JSON {
        guard case .object(let members) = json(baseURL: baseURL) else { return .null }
        let hidden: Set = [
            "application", "application_fee_amount", "amount_received", "amount_capturable", "customer", "metadata",
            "latest_charge", "on_behalf_of", "review", "statement_descriptor", "statement_descriptor_suffix",
            "transfer_data", "transfer_group", "payment_method_options",
        ]
        return .object(members.filter { !hidden.contains($0.name) })
    }

    private func nextAction(_ baseURL: String) -> JSON {
        guard status == .requiresAction, let challenge else { return .null }
        let page = "\(baseURL)/3ds/\(clientSecret)"
        guard challenge.usesSDK else {
            return [
                "redirect_to_url": ["return_url": JSON(challenge.returnURL), "url": .text(page)],
                "type": "redirect_to_url",
            ]
        }
        return [
            "type": "use_stripe_sdk",
            "use_stripe_sdk": [
                "directory_server_name": "sandbox", "stripe_js": .text(page), "type": "three_d_secure_redirect",
            ],
        ]
    }
}
