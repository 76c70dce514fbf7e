/// A payment intent is made, changed, found and listed.
extension World {
    mutating func createIntent(_ call: Call) throws(Refusal) -> JSON {
        let parameters = call.parameters
        try parameters.allow(PaymentIntent.makeable)
        guard let amount = try parameters.integer("amount") else { throw .missingParameter("amount") }
        let currency = try StripeCurrency(try parameters.required("currency"))
        try currency.checkCharge(amount)
        let id = call.mint.id("pi")
        var intent = PaymentIntent(
            id: id, account: call.account, created: call.now,
            clientSecret: "\(id)_secret_\(call.mint.letters(25))", amount: amount, currency: currency.code)
        try intent.read(parameters)
        intent.customer = try customer(parameters.given("customer"), call)?.id
        let wantsConfirmation = try parameters.flag("confirm") ?? false
        for name in ["return_url", "off_session", "error_on_requires_action", "use_stripe_sdk"]
        where parameters.has(name) && !wantsConfirmation {
            throw .parameter(name, "You can only use `\(name)` together with `confirm=true`.")
        }
        try choose(&intent, parameters, call)
        intents.put(intent)
        emit("payment_intent.created", intent.json(baseURL: call.baseURL), call)
        guard wantsConfirmation else { return intent.json(baseURL: call.baseURL) }
        return try confirm(intent, try ConfirmationWish(parameters), call).json(baseURL: call.baseURL)
    }

    mutating func updateIntent(_ call: Call) throws(Refusal) -> JSON {
        let parameters = call.parameters
        try parameters.allow(PaymentIntent.changeable)
        var intent = try intent(call)
        let isOpen = [.requiresPaymentMethod, .requiresConfirmation, .requiresAction].contains(intent.status)
        let always: Set = ["metadata", "description", "receipt_email", "transfer_group", "expand"]
        if !isOpen, let name = parameters.tree.names.first(where: { !always.contains($0) }) {
            throw .state(
                "payment_intent_unexpected_state",
                "This PaymentIntent's \(name) could not be updated because it has a status of "
                    + "\(intent.status.rawValue).", param: name)
        }
        let before = intent
        try intent.read(parameters)
        if let text = try parameters.given("currency") { intent.currency = try StripeCurrency(text).code }
        if let amount = try parameters.integer("amount") { intent.amount = amount }
        if isOpen { try intent.stripeCurrency.checkCharge(intent.amount) }
        if parameters.has("customer") { intent.customer = try customer(parameters.given("customer"), call)?.id }
        try choose(&intent, parameters, call)
        // What the holder was asked to agree to is no longer what would be taken.
        if intent.status == .requiresAction, intent.amount != before.amount || intent.currency != before.currency {
            (intent.status, intent.challenge) = (.requiresConfirmation, nil)
        }
        intents.put(intent)
        return intent.json(baseURL: call.baseURL)
    }

    func retrieveIntent(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow("client_secret")
        let intent = try intent(call)
        return call.isPublishable ? intent.publicJSON(baseURL: call.baseURL) : intent.json(baseURL: call.baseURL)
    }

    func listIntents(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow(Page.parameters + ["customer"])
        let customer = try call.parameters.given("customer")
        return try Page(call).json(intents, "/v1/payment_intents", call) {
            customer == nil || $0.customer == customer
        } write: {
            $0.json(baseURL: call.baseURL)
        }
    }

    /// The one that the path names, if the key, or its client secret, opens it.
    func intent(_ call: Call) throws(Refusal) -> PaymentIntent {
        guard let intent = intents[call.id], intent.account == call.account else {
            throw .missing("payment_intent", call.id, param: "intent")
        }
        let secret = try call.parameters.given("client_secret")
        guard secret != nil || !call.isPublishable else { throw .missingParameter("client_secret") }
        guard secret == nil || secret == intent.clientSecret else {
            throw .parameter(
                "client_secret",
                "The client_secret provided does not match any associated PaymentIntent on this account.",
                code: "payment_intent_invalid_parameter")
        }
        return intent
    }

    /// Takes over a method that the request names or describes.
    mutating func choose(_ intent: inout PaymentIntent, _ parameters: Parameters, _ call: Call) throws(Refusal) {
        var chosen: PaymentMethod?
        if let id = try parameters.given("payment_method") {
            chosen = try method(id, call)
        } else if let data = try parameters.inside("payment_method_data") {
            try data.allow("type", "card", "billing_details", "metadata", "allow_redisplay")
            chosen = try makeMethod(data, call)
        }
        guard let chosen else { return }
        try check(chosen, for: intent)
        intent.method = chosen.id
        if [.requiresPaymentMethod, .requiresAction].contains(intent.status) {
            (intent.status, intent.challenge) = (.requiresConfirmation, nil)
        }
    }

    private func check(_ method: PaymentMethod, for intent: PaymentIntent) throws(Refusal) {
        guard !method.isSpent else {
            throw .parameter(
                "payment_method",
                "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, or "
                    + "was detached from a Customer. It may not be used again. To use a PaymentMethod multiple times, "
                    + "you must attach it to a Customer first.")
        }
        guard let holder = method.customer else { return }
        guard let customer = intent.customer else {
            throw .parameter(
                "customer",
                "The provided PaymentMethod (\(method.id)) belongs to Customer \(holder). Please include the Customer "
                    + "in the `customer` parameter on the PaymentIntent.", code: "parameter_missing")
        }
        guard holder == customer else {
            throw .parameter(
                "payment_method",
                "The customer does not have a payment method with the ID \(method.id). The payment method must be "
                    + "attached to the customer.", code: "resource_missing")
        }
    }
}
