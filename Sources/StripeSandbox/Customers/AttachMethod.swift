/// Cards are saved with a customer, let go again, changed, found and listed.
extension World {
    mutating func attachMethod(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow("customer")
        guard let customer = try customer(try call.parameters.required("customer"), call) else {
            throw .missingParameter("customer")
        }
        var method = try method(call.id, call)
        try attach(&method, to: customer.id)
        emit("payment_method.attached", method.json(), call)
        return method.json()
    }

    mutating func detachMethod(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow()
        var method = try method(call.id, call)
        guard let holder = method.customer else {
            throw .state(
                "payment_method_unexpected_state",
                "The payment method you provided is not attached to a customer so detachment is impossible.")
        }
        if var customer = customers[holder], customer.defaultMethod == method.id {
            customer.defaultMethod = nil
            customers.put(customer)
        }
        (method.customer, method.isSpent) = (nil, true)
        methods.put(method)
        emit("payment_method.detached", method.json(), call)
        return method.json()
    }

    mutating func updateMethod(_ call: Call) throws(Refusal) -> JSON {
        let parameters = call.parameters
        try parameters.allow("billing_details", "metadata", "card")
        var method = try method(call.id, call)
        guard method.customer != nil else {
            throw .state(nil, "You must save this PaymentMethod to a customer before you can update it.")
        }
        method.metadata = try parameters.metadata(method.metadata)
        if let billing = try parameters.inside("billing_details") { method.billing = try BillingDetails(billing) }
        if let card = try parameters.inside("card") {
            try card.allow("exp_month", "exp_year")
            method.expMonth = try card.integer("exp_month") ?? method.expMonth
            method.expYear = try card.integer("exp_year") ?? method.expYear
        }
        methods.put(method)
        emit("payment_method.updated", method.json(), call)
        return method.json()
    }

    func retrieveMethod(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow()
        guard let method = methods[call.id], method.account == call.account else {
            throw .missing("PaymentMethod", call.id, param: "payment_method")
        }
        return method.json()
    }

    /// Those of a customer: there is no list of loose ones.
    func listMethods(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow(Page.parameters + ["customer", "type"])
        // Below a customer's own address too.
        let id: String? =
            if let first = call.arguments.first { first } else { try call.parameters.required("customer") }
        guard let customer = try customer(id, call) else { throw .missingParameter("customer") }
        let isCards = try call.parameters.given("type") ?? "card" == "card"
        let url = call.arguments.isEmpty ? "/v1/payment_methods" : "/v1/customers/\(customer.id)/payment_methods"
        return try Page(call).json(methods, url, call) {
            isCards && $0.customer == customer.id
        } write: {
            $0.json()
        }
    }

    /// The issuer is asked whether the card is good: what it declines cannot be saved.
    mutating func attach(_ method: inout PaymentMethod, to customer: String) throws(Refusal) {
        if method.customer == customer { return }
        guard method.customer == nil, !method.isSpent else {
            throw .state(
                "payment_method_unexpected_state",
                method.customer != nil
                    ? "The payment method you provided has already been attached to a customer."
                    : "This PaymentMethod was previously used without being attached to a Customer or was detached "
                        + "from a Customer, and may not be used again.")
        }
        if let card = TestCard.named(method.cardName), let decline = card.decline, !card.declinesOnlyCharges {
            throw Refusal(
                status: 402, type: "card_error", code: decline.code,
                declineCode: decline.declineCode == decline.code ? nil : decline.declineCode, message: decline.message,
                hasBegun: true)
        }
        method.customer = customer
        methods.put(method)
    }
}
