/// What a card's holder, an issuer or a bank decides, said by whoever runs the sandbox.
extension Sandbox {
    func decide(_ request: SandboxRequest, _ segments: [String]) async throws -> JSON {
        let id = segments[1]
        let body = request.body
        switch (segments[0], segments.count == 3 ? segments[2] : "") {
        case ("payment_intents", "challenge"):
            let agrees = try choice(body, yes: "complete", no: "fail")
            return try await onIntent(id) { world, intent, call in
                try world.answerChallenge(intent, agrees: agrees, call).json(baseURL: call.baseURL)
            }
        case ("setup_intents", "challenge"):
            let agrees = try choice(body, yes: "complete", no: "fail")
            return try await change(CallDraft()) { world, call in
                guard let setup = world.setups[id] else { throw Refusal.missing("setupintent", id) }
                return try world.answerChallenge(setup, agrees: agrees, call.of(setup.account))
                    .json(baseURL: call.baseURL)
            }
        case ("payment_intents", "settle"):
            let succeeds = try choice(body, yes: "succeed", no: "fail")
            return try await onIntent(id) { world, intent, call in
                try world.settle(intent, succeeds: succeeds, call).json(baseURL: call.baseURL)
            }
        case ("charges", "dispute"): return try await dispute(id, body)
        case ("refunds", ""):
            let succeeds = try choice(body, yes: "succeed", no: "fail")
            return try await change(CallDraft()) { world, call in
                guard let refund = world.refunds[id] else { throw Refusal.missing("refund", id) }
                world.settle(refund, succeeds: succeeds, call.of(refund.account))
                return world.refunds[id]?.json() ?? .null
            }
        case ("disputes", ""):
            let isWon = try choice(body, yes: "won", no: "lost")
            let outcome = try ControlRequest.read(ControlRequest.Outcome.self, body)
            return try await change(CallDraft()) { world, call in
                guard let dispute = world.disputes[id] else { throw Refusal.missing("dispute", id) }
                let closed = world.close(
                    dispute, isWon: isWon, fee: outcome.fee ?? 0, isPaidLater: outcome.isPaidLater ?? false,
                    call.of(dispute.account))
                return world.json(closed, call)
            }
        case ("disputes", "fee"): return try await fee(id, body)
        case ("disputes", "reinstate"): return try await reinstate(id)
        case ("payouts", ""):
            let isPaid = try choice(body, yes: "paid", no: "failed")
            return try await change(CallDraft()) { world, call in
                guard let payout = world.payouts[id] else { throw Refusal.missing("payout", id) }
                world.arrive(payout, isPaid: isPaid, call.of(payout.account))
                return world.payouts[id]?.json() ?? .null
            }
        case ("accounts", "settlement"): return try await controlSettlement(id, body)
        case ("accounts", "onboard"): return try await onboard(id)
        case ("events", "redeliver"): return try await redeliver(id)
        default: throw Refusal(status: 404, type: "invalid_request_error", message: "There is no such control.")
        }
    }

    /// Of a dispute, some time after it was decided.
    private func fee(_ id: String, _ body: String) async throws -> JSON {
        let fee = try ControlRequest.read(ControlRequest.Fee.self, body).fee
        guard fee > 0 else {
            throw Refusal.parameter("fee", "A fee is more than nothing.")
        }
        return try await change(CallDraft()) { world, call in
            guard let dispute = world.disputes[id] else { throw Refusal.missing("dispute", id) }
            guard !dispute.isOpen, dispute.status != .won || dispute.isReturned else {
                throw Refusal.state(nil, "A fee of its own comes after the dispute is over.")
            }
            return world.json(world.charge(fee, for: dispute, call.of(dispute.account)), call)
        }
    }

    /// The money of a dispute that was won without it.
    private func reinstate(_ id: String) async throws -> JSON {
        return try await change(CallDraft()) { world, call in
            guard let dispute = world.disputes[id] else { throw Refusal.missing("dispute", id) }
            return world.json(world.reinstate(dispute, call.of(dispute.account)), call)
        }
    }

    /// A connected account's holder has told all that is asked.
    func onboard(_ id: String) async throws -> JSON {
        try await change(CallDraft()) { world, call in
            guard var account = world.accounts[id], account.isConnected else { throw Refusal.missing("account", id) }
            (account.hasSubmittedDetails, account.isEnabled) = (true, true)
            world.accounts.put(account)
            world.emit("account.updated", account.json(), call.of(account.id), of: account.id)
            return account.json()
        }
    }

    /// A decline is what was asked for here, so it is no refusal of the request.
    private func onIntent(
        _ id: String, _ work: @escaping @Sendable (inout World, PaymentIntent, Call) throws -> JSON
    ) async throws -> JSON {
        do {
            return try await change(CallDraft()) { world, call in
                guard let intent = world.intents[id] else { throw Refusal.missing("payment_intent", id) }
                return try work(&world, intent, call.of(intent.account))
            }
        } catch let refusal as Refusal where refusal.keepsChanges {
            return refusal.paymentIntent ?? .null
        }
    }

    private func dispute(_ id: String, _ body: String) async throws -> JSON {
        let asked = try ControlRequest.read(ControlRequest.NewDispute.self, body.isEmpty ? "{}" : body)
        return try await change(CallDraft()) { world, call in
            guard let charge = world.charges[id] else { throw Refusal.missing("charge", id) }
            world.openDispute(
                charge, reason: asked.reason ?? "fraudulent", isInquiry: asked.isInquiry ?? false,
                call.of(charge.account))
            guard let dispute = world.charges[id]?.dispute.flatMap({ world.disputes[$0] }) else {
                throw Refusal.state(nil, "Charge \(id) has nothing that could be disputed.")
            }
            return world.json(dispute, call)
        }
    }

    private func redeliver(_ id: String) async throws -> JSON {
        try await change(CallDraft()) { world, call in
            guard let event = world.events[id] else { throw Refusal.missing("event", id) }
            return ["sent": .int(world.resend(event, call))]
        }
    }

    private func choice(_ body: String, yes: String, no: String) throws -> Bool {
        let outcome = try ControlRequest.read(ControlRequest.Outcome.self, body).outcome
        guard outcome == yes || outcome == no else {
            throw Refusal.parameter("outcome", "The outcome is \(yes) or \(no).")
        }
        return outcome == yes
    }
}

extension Call {
    /// The same, as the account's own.
    func of(_ account: String) -> Call {
        var call = self
        call.account = account
        return call
    }
}
