/// Balances and their lines are read.
extension World {
    func retrieveBalance(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow()
        return balanceJSON(call.account, now: call.now)
    }

    func retrieveMovement(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow()
        guard let movement = movements[call.id], movement.account == call.account else {
            throw .missing("balance transaction", call.id)
        }
        return movement.json(now: call.now)
    }

    func listMovements(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow(Page.parameters + ["type", "source", "currency"])
        let type = try call.parameters.choice("type", Movement.Kind.self)
        let source = try call.parameters.given("source")
        let currency = try call.parameters.given("currency")?.lowercased()
        return try Page(call).json(movements, "/v1/balance_transactions", call) {
            (type == nil || $0.type == type) && (source == nil || $0.source == source)
                && (currency == nil || $0.currency == currency)
        } write: {
            $0.json(now: call.now)
        }
    }
}
