/// A card is saved for use without its holder.
extension World {
    mutating func createSetup(_ call: Call) throws(Refusal) -> JSON {
        let parameters = call.parameters
        try parameters.allow(
            ConfirmationWish.parameters + [
                "customer", "payment_method", "payment_method_data", "payment_method_types", "usage", "description",
                "metadata", "confirm", "automatic_payment_methods",
            ])
        let id = call.mint.id("seti")
        var setup = SetupIntent(
            id: id, account: call.account, created: call.now, clientSecret: "\(id)_secret_\(call.mint.letters(25))")
        setup.customer = try customer(parameters.given("customer"), call)?.id
        setup.usage = try parameters.choice("usage", SetupIntent.Usage.self) ?? .offSession
        setup.description = try parameters.given("description", max: 1_000)
        setup.metadata = try parameters.metadata()
        try choose(&setup, parameters, call)
        setups.put(setup)
        emit("setup_intent.created", setup.json(baseURL: call.baseURL), call)
        guard try parameters.flag("confirm") ?? false else { return setup.json(baseURL: call.baseURL) }
        return try confirm(setup, try ConfirmationWish(parameters), call).json(baseURL: call.baseURL)
    }

    mutating func confirmSetup(_ call: Call) throws(Refusal) -> JSON {
        let parameters = call.parameters
        try parameters.allow(
            ConfirmationWish.parameters + ["payment_method", "payment_method_data", "client_secret"])
        var setup = try setup(call)
        try choose(&setup, parameters, call)
        return try confirm(setup, try ConfirmationWish(parameters), call).json(baseURL: call.baseURL)
    }

    func retrieveSetup(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow("client_secret")
        return try setup(call).json(baseURL: call.baseURL)
    }

    mutating func cancelSetup(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow("cancellation_reason")
        var setup = try setup(call)
        guard ![.succeeded, .canceled].contains(setup.status) else { throw unexpected(setup, "cancel") }
        setup.cancellationReason = try call.parameters.choice("cancellation_reason", SetupIntent.Reason.self)
        (setup.status, setup.challenge) = (.canceled, nil)
        setups.put(setup)
        emit("setup_intent.canceled", setup.json(baseURL: call.baseURL), call)
        return setup.json(baseURL: call.baseURL)
    }

    func listSetups(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow(Page.parameters + ["customer", "payment_method"])
        let customer = try call.parameters.given("customer")
        let method = try call.parameters.given("payment_method")
        return try Page(call).json(setups, "/v1/setup_intents", call) {
            (customer == nil || $0.customer == customer) && (method == nil || $0.method == method)
        } write: {
            $0.json(baseURL: call.baseURL)
        }
    }

    mutating func confirm(
        _ given: SetupIntent, _ wish: ConfirmationWish, _ call: Call
    ) throws(Refusal) -> SetupIntent {
        var setup = given
        guard ![.succeeded, .canceled].contains(setup.status) else { throw unexpected(setup, "confirm") }
        guard let method = setup.method.flatMap({ methods[$0] }), let card = TestCard.named(method.cardName) else {
            throw .state(
                "setup_intent_unexpected_state",
                "You cannot confirm this SetupIntent because it's missing a payment method.")
        }
        setup.lastError = nil
        guard card.challenge != .unlessSetUp, card.challenge != .always else {
            setup.status = .requiresAction
            setup.challenge = Challenge(returnURL: wish.returnURL, usesSDK: wish.usesSDK || wish.returnURL == nil)
            setups.put(setup)
            emit("setup_intent.requires_action", setup.json(baseURL: call.baseURL), call)
            return setup
        }
        return try finish(setup, call)
    }

    mutating func answerChallenge(_ given: SetupIntent, agrees: Bool, _ call: Call) throws(Refusal) -> SetupIntent {
        var setup = given
        guard setup.status == .requiresAction, let method = setup.method.flatMap({ methods[$0] }) else {
            throw unexpected(setup, "authenticate")
        }
        setup.challenge = nil
        if agrees { return try finish(setup, call) }
        var refusal = Refusal.state(
            "setup_intent_authentication_failure",
            "The latest attempt to set up the payment method has failed because authentication failed.")
        refusal.paymentMethod = method.json()
        return fail(&setup, refusal, call)
    }

    private mutating func finish(_ given: SetupIntent, _ call: Call) throws(Refusal) -> SetupIntent {
        var setup = given
        guard var method = setup.method.flatMap({ methods[$0] }) else { throw unexpected(setup, "confirm") }
        method.isSetUp = setup.usage == .offSession
        if let customer = setup.customer {
            do { try attach(&method, to: customer) } catch {
                var refusal = error
                refusal.paymentMethod = method.json()
                let failed = fail(&setup, refusal, call)
                refusal.setupIntent = failed.json(baseURL: call.baseURL)
                refusal.keepsChanges = true
                throw refusal
            }
        }
        methods.put(method)
        setup.status = .succeeded
        setups.put(setup)
        emit("setup_intent.succeeded", setup.json(baseURL: call.baseURL), call)
        return setup
    }

    private mutating func fail(_ setup: inout SetupIntent, _ refusal: Refusal, _ call: Call) -> SetupIntent {
        setup.lastError = refusal.error.text
        (setup.status, setup.method) = (.requiresPaymentMethod, nil)
        setups.put(setup)
        emit("setup_intent.setup_failed", setup.json(baseURL: call.baseURL), call)
        return setup
    }

    private mutating func choose(
        _ setup: inout SetupIntent, _ parameters: Parameters, _ call: Call
    ) throws(Refusal) {
        if let id = try parameters.given("payment_method") {
            setup.method = try method(id, call).id
        } else if let data = try parameters.inside("payment_method_data") {
            setup.method = try makeMethod(data, call).id
        } else {
            return
        }
        if setup.status == .requiresPaymentMethod { setup.status = .requiresConfirmation }
    }

    private func setup(_ call: Call) throws(Refusal) -> SetupIntent {
        guard let setup = setups[call.id], setup.account == call.account else {
            throw .missing("setupintent", call.id, param: "intent")
        }
        let secret = try call.parameters.given("client_secret")
        guard secret == setup.clientSecret || (secret == nil && !call.isPublishable) else {
            throw .parameter("client_secret", "The client_secret provided does not match this SetupIntent.")
        }
        return setup
    }

    private func unexpected(_ setup: SetupIntent, _ verb: String) -> Refusal {
        .state(
            "setup_intent_unexpected_state",
            "You cannot \(verb) this SetupIntent because it has a status of \(setup.status.rawValue).")
    }
}
