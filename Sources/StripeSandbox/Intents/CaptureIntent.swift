/// The end of an authorisation: its money is taken, in full or in part, or let go.
extension World {
    mutating func captureIntent(_ call: Call) throws(Refusal) -> JSON {
        let parameters = call.parameters
        try parameters.allow("amount_to_capture", "final_capture", "metadata", "statement_descriptor_suffix")
        var intent = try intent(call)
        let amount = try parameters.integer("amount_to_capture")
        guard try parameters.flag("final_capture") ?? true else {
            throw .parameter("final_capture", "Multicapture is not available for this PaymentIntent.")
        }
        guard intent.status == .requiresCapture, var charge = intent.latestCharge.flatMap({ charges[$0] }),
            let method = methods[charge.method], let card = TestCard.named(method.cardName)
        else {
            throw .state(
                "payment_intent_unexpected_state",
                "This PaymentIntent could not be captured because it has a status of \(intent.status.rawValue). Only a "
                    + "PaymentIntent with one of the following statuses may be captured: requires_capture.")
        }
        let taken = amount ?? intent.amountCapturable
        guard taken > 0 else {
            throw .parameter(
                "amount_to_capture", "This value must be greater than or equal to 1.",
                code: "parameter_invalid_integer")
        }
        try intent.stripeCurrency.checkSteps(taken, param: "amount_to_capture")
        guard taken <= intent.amountCapturable else {
            throw .state(
                "amount_too_large",
                "The amount \(taken) is greater than the PaymentIntent amount capturable of "
                    + "\(intent.amountCapturable).", param: "amount_to_capture")
        }
        try intent.read(parameters)
        take(&charge, taken, card, call)
        intent.status = .succeeded
        intent.amountReceived = taken
        intent.amountCapturable = 0
        intent.captureBefore = nil
        intents.put(intent)
        emit("charge.captured", json(charge), call)
        emit("payment_intent.succeeded", intent.json(baseURL: call.baseURL), call)
        follow(charge, card, call)
        return intent.json(baseURL: call.baseURL)
    }

    mutating func cancelIntent(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow("cancellation_reason")
        let intent = try intent(call)
        let reason = try call.parameters.choice("cancellation_reason", PaymentIntent.Reason.self)
        guard ![.succeeded, .canceled, .processing].contains(intent.status) else {
            throw .state(
                "payment_intent_unexpected_state",
                "You cannot cancel this PaymentIntent because it has a status of \(intent.status.rawValue). Only a "
                    + "PaymentIntent with one of the following statuses may be canceled: requires_payment_method, "
                    + "requires_capture, requires_confirmation, requires_action, processing.")
        }
        return cancel(intent, reason, call).json(baseURL: call.baseURL)
    }

    /// Ends a payment without money; what was held on the card is free again.
    mutating func cancel(_ given: PaymentIntent, _ reason: PaymentIntent.Reason?, _ call: Call) -> PaymentIntent {
        var intent = given
        if intent.status == .requiresCapture, var charge = intent.latestCharge.flatMap({ charges[$0] }) {
            charge.isReleased = true
            charges.put(charge)
            emit(reason == .automatic ? "charge.expired" : "charge.refunded", json(charge), call, of: intent.account)
        }
        intent.status = .canceled
        intent.canceledAt = call.now
        intent.cancellationReason = reason
        intent.amountCapturable = 0
        (intent.challenge, intent.captureBefore) = (nil, nil)
        intents.put(intent)
        emit("payment_intent.canceled", intent.json(baseURL: call.baseURL), call, of: intent.account)
        return intent
    }

    /// Someone decides of a payment that is being worked on.
    mutating func settle(_ intent: PaymentIntent, succeeds: Bool, _ call: Call) throws(Refusal) -> PaymentIntent {
        guard intent.status == .processing, let method = intent.method.flatMap({ methods[$0] }) else {
            throw .state(
                "payment_intent_unexpected_state", "This PaymentIntent has a status of \(intent.status.rawValue).")
        }
        guard !succeeds else { return try charge(intent, wasChallenged: false, call) }
        var failed = intent
        _ = decline(&failed, method, .generic, wasChallenged: false, call)
        return failed
    }
}
