/// How a confirmation is meant: with the card's holder there or not, and where to lead them.
struct ConfirmationWish: Sendable {
    static let parameters = ["return_url", "off_session", "error_on_requires_action", "use_stripe_sdk"]

    var returnURL: String?
    var isOffSession = false
    var refusesAction = false
    var usesSDK = false

    init() {}

    init(_ parameters: Parameters) throws(Refusal) {
        returnURL = try parameters.given("return_url")
        if let returnURL, !ReturnAddress.isWritten(returnURL) {
            throw .parameter("return_url", "Not a valid URL", code: "url_invalid")
        }
        let offSession = try parameters.given("off_session")
        isOffSession = ["true", "one_off", "recurring"].contains(offSession)
        refusesAction = try parameters.flag("error_on_requires_action") ?? false
        usesSDK = try parameters.flag("use_stripe_sdk") ?? false
    }
}

/// A payment is confirmed: the card's holder is asked where the card wants it, else the card is charged.
extension World {
    mutating func confirmIntent(_ call: Call) throws(Refusal) -> JSON {
        let parameters = call.parameters
        try parameters.allow(
            ConfirmationWish.parameters + [
                "payment_method", "payment_method_data", "payment_method_options", "setup_future_usage",
                "receipt_email", "capture_method", "client_secret",
            ])
        var intent = try intent(call)
        try expectConfirmable(intent)
        try intent.read(parameters)
        try choose(&intent, parameters, call)
        let confirmed = try confirm(intent, try ConfirmationWish(parameters), call)
        return call.isPublishable
            ? confirmed.publicJSON(baseURL: call.baseURL) : confirmed.json(baseURL: call.baseURL)
    }

    /// - Throws: `Refusal`; with `keepsChanges` where the card was declined.
    mutating func confirm(
        _ given: PaymentIntent, _ wish: ConfirmationWish, _ call: Call
    ) throws(Refusal) -> PaymentIntent {
        var intent = given
        try expectConfirmable(intent)
        guard let method = intent.method.flatMap({ methods[$0] }), let card = TestCard.named(method.cardName) else {
            throw .state(
                "payment_intent_unexpected_state",
                "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update "
                    + "the PaymentIntent with a payment method and then confirm it again, or confirm it again directly "
                    + "with a payment method or ConfirmationToken.")
        }
        if intent.isAutomatic, intent.allowsRedirects, wish.returnURL == nil, !wish.isOffSession, !wish.usesSDK,
            !call.isPublishable
        {
            throw .parameter(
                nil,
                "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of "
                    + "these payment methods might redirect your customer off of your page, you must provide a "
                    + "`return_url`. If you don't want to accept redirect-based payment methods, set "
                    + "`automatic_payment_methods[enabled]` to `true` and "
                    + "`automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment "
                    + "Intents.")
        }
        intent.lastError = nil
        if asksHolder(card, method, intent, wish) {
            guard !wish.isOffSession, !wish.refusesAction else {
                throw decline(&intent, method, .authentication, wasChallenged: false, call)
            }
            intent.status = .requiresAction
            intent.challenge = Challenge(
                returnURL: wish.returnURL, usesSDK: wish.usesSDK || wish.returnURL == nil)
            intents.put(intent)
            emit("payment_intent.requires_action", intent.json(baseURL: call.baseURL), call)
            return intent
        }
        if takeProcessing(call) {
            intent.status = .processing
            intents.put(intent)
            emit("payment_intent.processing", intent.json(baseURL: call.baseURL), call)
            return intent
        }
        return try charge(intent, wasChallenged: false, call)
    }

    /// The card's holder has agreed, or has not.
    mutating func answerChallenge(
        _ given: PaymentIntent, agrees: Bool, _ call: Call
    ) throws(Refusal) -> PaymentIntent {
        var intent = given
        guard intent.status == .requiresAction, let method = intent.method.flatMap({ methods[$0] }) else {
            throw .state(
                "payment_intent_unexpected_state",
                "This PaymentIntent has a status of \(intent.status.rawValue): nobody is asked to agree.")
        }
        intent.challenge = nil
        if agrees { return try charge(intent, wasChallenged: true, call) }
        var refusal = Refusal.state(
            "payment_intent_authentication_failure",
            "The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new "
                + "PaymentMethod to attempt to fulfill this PaymentIntent again.")
        refusal.paymentMethod = method.json()
        intent.lastError = refusal.error.text
        (intent.status, intent.method) = (.requiresPaymentMethod, nil)
        intents.put(intent)
        emit("payment_intent.payment_failed", intent.json(baseURL: call.baseURL), call)
        return intent
    }

    func expectConfirmable(_ intent: PaymentIntent) throws(Refusal) {
        switch intent.status {
        case .requiresPaymentMethod, .requiresConfirmation, .requiresAction: return
        case .succeeded:
            throw .state(
                "payment_intent_unexpected_state",
                "You cannot confirm this PaymentIntent because it has already succeeded after being previously "
                    + "confirmed.")
        default:
            throw .state(
                "payment_intent_unexpected_state",
                "You cannot confirm this PaymentIntent because it has a status of \(intent.status.rawValue). Only a "
                    + "PaymentIntent with one of the following statuses may be confirmed: requires_confirmation, "
                    + "requires_action, requires_payment_method.")
        }
    }

    private func asksHolder(
        _ card: TestCard, _ method: PaymentMethod, _ intent: PaymentIntent, _ wish: ConfirmationWish
    ) -> Bool {
        switch card.challenge {
        case .always: true
        case .unlessSetUp: !(method.isSetUp && wish.isOffSession)
        case .optional: intent.askHolder != .automatic && !wish.isOffSession
        case .unsupported: false
        }
    }
}
