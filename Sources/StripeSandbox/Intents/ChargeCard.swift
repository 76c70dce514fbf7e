/// The card is charged: the issuer agrees or declines, and the money is taken now or held for later.
extension World {
    /// - Throws: `Refusal` with `keepsChanges` where the card was declined.
    mutating func charge(
        _ given: PaymentIntent, wasChallenged: Bool, _ call: Call
    ) throws(Refusal) -> PaymentIntent {
        var intent = given
        guard var method = intent.method.flatMap({ methods[$0] }), let card = TestCard.named(method.cardName) else {
            throw .state("payment_intent_unexpected_state", "This PaymentIntent has no payment method.")
        }
        if let refused = card.decline ?? (wasChallenged ? card.declineAfterChallenge : nil) {
            throw decline(&intent, method, refused, wasChallenged: wasChallenged, call)
        }
        if method.customer == nil {
            if intent.futureUse != nil, let customer = intent.customer {
                method.customer = customer
                method.isSetUp = intent.futureUse == .offSession
            } else {
                method.isSpent = true
            }
            methods.put(method)
        }
        var charge = attempt(intent, method, .succeeded, wasChallenged: wasChallenged, call)
        intent.latestCharge = charge.id
        guard intent.capture == .manual else {
            take(&charge, charge.amount, card, call)
            intent.status = .succeeded
            intent.amountReceived = charge.amount
            intents.put(intent)
            emit("charge.succeeded", json(charge), call)
            emit("payment_intent.succeeded", intent.json(baseURL: call.baseURL), call)
            follow(charge, card, call)
            return intent
        }
        let until = call.now + PaymentIntent.authorisationSeconds
        charge.captureBefore = until
        charges.put(charge)
        due.add(until)
        intent.status = .requiresCapture
        intent.amountCapturable = intent.amount
        intent.captureBefore = until
        intents.put(intent)
        emit("charge.succeeded", json(charge), call)
        emit("payment_intent.amount_capturable_updated", intent.json(baseURL: call.baseURL), call)
        return intent
    }

    /// Moves the money of a charge into the account, now or, as Stripe does at times, some time after it was taken.
    mutating func take(_ charge: inout Charge, _ amount: Int, _ card: TestCard, _ call: Call) {
        charge.isCaptured = true
        charge.amountCaptured = amount
        if let seconds = takeLateLine(of: charge.account) {
            charge.lineAt = call.now + seconds
            due.add(call.now + seconds)
        } else {
            bookLine(&charge, availableAt: call.now + (card.isAvailableAtOnce ? 0 : Self.availableAfterSeconds), call)
        }
        charges.put(charge)
    }

    /// A line that came late.
    mutating func comeLate(_ given: Charge, _ call: Call) {
        var charge = given
        charge.lineAt = nil
        bookLine(&charge, availableAt: call.now + Self.availableAfterSeconds, call)
        charges.put(charge)
        emit("charge.updated", json(charge), call, of: charge.account)
    }

    private mutating func bookLine(_ charge: inout Charge, availableAt: Int, _ call: Call) {
        let settled = settled(charge.amountCaptured, charge.currency, of: charge.account)
        charge.movement =
            move(
                .charge, settled, fee: Fee.charge(settled.amount, StripeCurrency(known: settled.currency)),
                of: charge.account, source: charge.id, description: charge.description, availableAt: availableAt, call
            ).id
    }

    /// What some test cards do once they are paid with.
    mutating func follow(_ charge: Charge, _ card: TestCard, _ call: Call) {
        switch card.aftermath {
        case .dispute(let reason): openDispute(charge, reason: reason, isInquiry: false, call)
        case .inquiry: openDispute(charge, reason: "general", isInquiry: true, call)
        default: break
        }
    }

    /// Keeps the failed charge, and gives the refusal to be thrown.
    mutating func decline(
        _ intent: inout PaymentIntent, _ method: PaymentMethod, _ decline: Decline, wasChallenged: Bool, _ call: Call
    ) -> Refusal {
        var charge = attempt(intent, method, .failed, wasChallenged: wasChallenged, call)
        charge.failureCode = decline.code
        charge.declineCode = decline.declineCode
        charge.failureMessage = decline.message
        charges.put(charge)
        var refusal = Refusal(
            status: 402, type: "card_error", code: decline.code,
            declineCode: decline.declineCode == decline.code ? nil : decline.declineCode,
            param: decline == .cvc ? "cvc" : decline == .expired ? "exp_month" : nil, message: decline.message,
            charge: charge.id, paymentMethod: method.json(), hasBegun: true, keepsChanges: true)
        intent.lastError = refusal.error.text
        intent.latestCharge = charge.id
        (intent.status, intent.method, intent.challenge) = (.requiresPaymentMethod, nil, nil)
        intents.put(intent)
        emit("charge.failed", json(charge), call)
        emit("payment_intent.payment_failed", intent.json(baseURL: call.baseURL), call)
        refusal.paymentIntent =
            call.isPublishable ? intent.publicJSON(baseURL: call.baseURL) : intent.json(baseURL: call.baseURL)
        return refusal
    }

    func json(_ charge: Charge) -> JSON { charge.json(methods[charge.method]) }

    private mutating func attempt(
        _ intent: PaymentIntent, _ method: PaymentMethod, _ status: Charge.Status, wasChallenged: Bool, _ call: Call
    ) -> Charge {
        let charge = Charge(
            id: call.mint.id("ch"), account: intent.account, created: call.now, intent: intent.id,
            amount: intent.amount, currency: intent.currency, status: status, method: method.id,
            customer: intent.customer, description: intent.description, metadata: intent.metadata,
            transferGroup: intent.transferGroup,
            wasChallenged: wasChallenged, receiptEmail: intent.receiptEmail)
        charges.put(charge)
        return charge
    }
}
