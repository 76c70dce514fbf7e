/// Charges are found, listed and marked; they are made by payment intents alone.
extension World {
    func retrieveCharge(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow()
        return json(try charge(call))
    }

    mutating func updateCharge(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow("metadata", "receipt_email")
        var charge = try charge(call)
        charge.metadata = try call.parameters.metadata(charge.metadata)
        if let email = try call.parameters.given("receipt_email") { charge.receiptEmail = email }
        charges.put(charge)
        emit("charge.updated", json(charge), call)
        return json(charge)
    }

    func listCharges(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow(Page.parameters + ["payment_intent", "customer", "transfer_group"])
        let intent = try call.parameters.given("payment_intent")
        let customer = try call.parameters.given("customer")
        let group = try call.parameters.given("transfer_group")
        return try Page(call).json(charges, "/v1/charges", call) {
            (intent == nil || $0.intent == intent) && (customer == nil || $0.customer == customer)
                && (group == nil || $0.transferGroup == group)
        } write: {
            json($0)
        }
    }

    private func charge(_ call: Call) throws(Refusal) -> Charge {
        guard let charge = charges[call.id], charge.account == call.account else {
            throw .missing("charge", call.id)
        }
        return charge
    }
}
