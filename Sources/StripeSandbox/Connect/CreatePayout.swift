/// Balances are paid out to banks, which take the money or send it back.
extension World {
    mutating func createPayout(_ call: Call) throws(Refusal) -> JSON {
        let parameters = call.parameters
        try parameters.allow("amount", "currency", "description", "metadata", "method", "statement_descriptor")
        let currency = try StripeCurrency(try parameters.required("currency"))
        guard let amount = try parameters.integer("amount") else { throw .missingParameter("amount") }
        try currency.checkPayout(amount)
        guard try parameters.given("method") ?? "standard" == "standard" else {
            throw .parameter("method", "The sandbox pays out by the method `standard` only.")
        }
        guard accounts[call.account]?.isEnabled == true else {
            throw .state("payouts_not_allowed", "Payouts are not allowed on this account.")
        }
        guard available(currency.code, of: call.account, now: call.now) >= amount else {
            throw .state(
                "balance_insufficient",
                "You have insufficient funds in your Stripe account for this transfer. Your card balance is too low.")
        }
        var payout = Payout(
            id: call.mint.id("po"), account: call.account, created: call.now, amount: amount, currency: currency.code,
            arrivesAt: call.now + Payout.arrivesAfterSeconds, description: try parameters.given("description"),
            descriptor: try parameters.given("statement_descriptor", max: PaymentIntent.descriptorMax),
            metadata: try parameters.metadata())
        payout.movement = move(.payout, -amount, currency.code, of: call.account, source: payout.id, call).id
        payouts.put(payout)
        due.add(payout.arrivesAt)
        emit("payout.created", payout.json(), call)
        return payout.json()
    }

    mutating func cancelPayout(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow()
        var payout = try payout(call)
        guard payout.status == .pending else {
            throw .state("payout_not_cancelable", "Payouts can only be canceled while they are pending.")
        }
        payout.status = .canceled
        bringBack(&payout, as: .payoutCancel, call)
        emit("payout.canceled", payout.json(), call)
        return payout.json()
    }

    func retrievePayout(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow()
        return try payout(call).json()
    }

    func listPayouts(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow(Page.parameters + ["status"])
        let status = try call.parameters.choice("status", Payout.Status.self)
        return try Page(call).json(payouts, "/v1/payouts", call) {
            status == nil || $0.status == status
        } write: {
            $0.json()
        }
    }

    /// The bank has the money; or it sends it back, which it may do even when it had it already.
    mutating func arrive(_ given: Payout, isPaid: Bool, failureCode: String = "account_closed", _ call: Call) {
        var payout = given
        guard payout.isOnItsWay || (payout.status == .paid && !isPaid) else { return }
        if isPaid {
            payout.status = .paid
            payouts.put(payout)
        } else {
            payout.status = .failed
            payout.failureCode = failureCode
            payout.failureMessage = "The bank account has been closed."
            bringBack(&payout, as: .payoutFailure, call)
        }
        emit(isPaid ? "payout.paid" : "payout.failed", payout.json(), call, of: payout.account)
    }

    private mutating func bringBack(_ payout: inout Payout, as type: Movement.Kind, _ call: Call) {
        payout.failureMovement =
            move(type, payout.amount, payout.currency, of: payout.account, source: payout.id, call).id
        payouts.put(payout)
    }

    private func payout(_ call: Call) throws(Refusal) -> Payout {
        guard let payout = payouts[call.id], payout.account == call.account else {
            throw .missing("payout", call.id)
        }
        return payout
    }
}
