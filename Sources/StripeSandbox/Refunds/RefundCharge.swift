/// Money goes back to the card it came from, never more than was taken.
extension World {
    /// After this, a refund that was pending, or only seemed done, is what it will be.
    static let refundSettlesAfterSeconds = 3_600

    mutating func createRefund(_ call: Call) throws(Refusal) -> JSON {
        let parameters = call.parameters
        try parameters.allow("payment_intent", "charge", "amount", "reason", "metadata", "currency")
        var charge = try refundable(parameters, call)
        let amount = try parameters.integer("amount")
        let reason = try parameters.choice("reason", Refund.Reason.self)
        let metadata = try parameters.metadata()
        let currency = StripeCurrency(known: charge.currency)
        if let other = try parameters.given("currency"), other.lowercased() != charge.currency {
            throw .parameter(
                "currency", "The currency of a refund is that of its charge, \(charge.currency.uppercased()).")
        }
        if let amount {
            guard amount > 0 else {
                throw .parameter(
                    "amount", "This value must be greater than or equal to 1.", code: "parameter_invalid_integer")
            }
            try currency.checkSteps(amount)
        }
        guard !isHeldByBank(charge) else {
            throw .state(
                "charge_disputed", "Charge \(charge.id) has been charged back; cannot issue a refund.")
        }
        guard charge.refundable > 0 else {
            throw .state("charge_already_refunded", "Charge \(charge.id) has already been refunded.")
        }
        let given = amount ?? charge.refundable
        guard given <= charge.refundable else {
            throw .state(
                nil,
                "Refund amount (\(currency.text(given))) is greater than unrefunded amount on charge "
                    + "(\(currency.text(charge.refundable)))", param: "amount")
        }
        let refund = makeRefund(&charge, given, reason, metadata, call)
        return refund.json()
    }

    mutating func updateRefund(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow("metadata")
        var refund = try refund(call)
        refund.metadata = try call.parameters.metadata(refund.metadata)
        refunds.put(refund)
        emit("charge.refund.updated", refund.json(), call)
        return refund.json()
    }

    func retrieveRefund(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow()
        return try refund(call).json()
    }

    func listRefunds(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow(Page.parameters + ["charge", "payment_intent"])
        // Below a charge's own address too.
        let below = call.arguments.first
        let named = try call.parameters.given("charge")
        let charge = below ?? named
        let intent = try call.parameters.given("payment_intent")
        return try Page(call).json(refunds, below.map { "/v1/charges/\($0)/refunds" } ?? "/v1/refunds", call) {
            (charge == nil || $0.charge == charge) && (intent == nil || $0.intent == intent)
        } write: {
            $0.json()
        }
    }

    /// What was pending has come to its end; what seemed done comes back from the card's bank.
    mutating func settle(_ given: Refund, succeeds: Bool, reason: String = "expired_or_canceled_card", _ call: Call) {
        var refund = given
        refund.settlesAt = nil
        guard refund.status == .pending || refund.status == .succeeded else { return }
        if succeeds {
            let was = refund.status
            refund.status = .succeeded
            refunds.put(refund)
            if was == .pending { emit("charge.refund.updated", refund.json(), call, of: refund.account) }
            return
        }
        refund.status = .failed
        refund.failureReason = reason
        let back = opposite(of: refund.movement) ?? Settled(amount: refund.amount, currency: refund.currency)
        refund.failureMovement = move(.refundFailure, back, of: refund.account, source: refund.id, call).id
        refunds.put(refund)
        if var charge = charges[refund.charge] {
            charge.amountRefunded -= refund.amount
            charges.put(charge)
        }
        emit("charge.refund.updated", refund.json(), call, of: refund.account)
        emit("refund.updated", refund.json(), call, of: refund.account)
        emit("refund.failed", refund.json(), call, of: refund.account)
    }

    private mutating func makeRefund(
        _ charge: inout Charge, _ amount: Int, _ reason: Refund.Reason?, _ metadata: [String: String], _ call: Call
    ) -> Refund {
        let card = methods[charge.method].flatMap { TestCard.named($0.cardName) }
        let isPending = card?.aftermath == .pendingRefund
        var refund = Refund(
            id: call.mint.id("re"), account: charge.account, created: call.now, amount: amount,
            currency: charge.currency, charge: charge.id, intent: charge.intent, reason: reason, metadata: metadata,
            status: isPending ? .pending : .succeeded)
        if isPending || card?.aftermath == .failingRefund {
            refund.settlesAt = call.now + Self.refundSettlesAfterSeconds
            refund.willFail = !isPending
            due.add(call.now + Self.refundSettlesAfterSeconds)
        }
        let settled = settled(-amount, charge.currency, of: charge.account)
        refund.movement = move(.refund, settled, of: charge.account, source: refund.id, call).id
        refunds.put(refund)
        charge.amountRefunded += amount
        charges.put(charge)
        emit("refund.created", refund.json(), call)
        emit("charge.refunded", json(charge), call)
        return refund
    }

    private func refundable(_ parameters: Parameters, _ call: Call) throws(Refusal) -> Charge {
        if let id = try parameters.given("charge") {
            guard let charge = charges[id], charge.account == call.account else {
                throw .missing("charge", id, param: "charge").asParameter()
            }
            guard charge.isCaptured else {
                throw .state(nil, "Charge \(id) has not been captured; cancel its PaymentIntent instead.")
            }
            return charge
        }
        guard let id = try parameters.given("payment_intent") else {
            throw .parameter(
                nil, "One of the following params should be provided for this request: payment_intent or charge.",
                code: "parameter_missing")
        }
        guard let intent = intents[id], intent.account == call.account else {
            throw .missing("payment_intent", id, param: "payment_intent").asParameter()
        }
        guard intent.status == .succeeded, let charge = intent.latestCharge.flatMap({ charges[$0] }) else {
            throw .state(
                "payment_intent_unexpected_state",
                "This PaymentIntent (\(id)) does not have a successful charge to refund.", param: "payment_intent")
        }
        return charge
    }

    private func refund(_ call: Call) throws(Refusal) -> Refund {
        guard let refund = refunds[call.id], refund.account == call.account else {
            throw .missing("refund", call.id)
        }
        return refund
    }
}
