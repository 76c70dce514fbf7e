/// Disputes are opened, answered, and decided: the money leaves at once, and comes back if the merchant wins.
extension World {
    mutating func updateDispute(_ call: Call) throws(Refusal) -> JSON {
        let parameters = call.parameters
        try parameters.allow("evidence", "metadata", "submit")
        var dispute = try dispute(call)
        dispute.metadata = try parameters.metadata(dispute.metadata)
        guard let evidence = try parameters.inside("evidence") else {
            disputes.put(dispute)
            return json(dispute, call)
        }
        guard dispute.isOpen else {
            throw .state(nil, "This dispute is already closed.", param: "evidence")
        }
        for name in evidence.tree.names { dispute.evidence[name] = try evidence.given(name, max: 20_000) }
        let submits = try parameters.flag("submit") ?? true
        if submits {
            dispute.submissions += 1
            dispute.status = .underReview
        }
        disputes.put(dispute)
        emit("charge.dispute.updated", json(dispute, call), call)
        // Stripe's test mode decides by these words.
        if submits, let said = dispute.evidence["uncategorized_text"] {
            if said == "winning_evidence" { dispute = close(dispute, isWon: true, call) }
            if said == "losing_evidence" { dispute = close(dispute, isWon: false, call) }
        }
        return json(dispute, call)
    }

    mutating func acceptDispute(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow()
        let dispute = try dispute(call)
        guard dispute.isOpen else { throw .state(nil, "This dispute is already closed.") }
        return json(close(dispute, isWon: false, call), call)
    }

    func retrieveDispute(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow()
        return json(try dispute(call), call)
    }

    func listDisputes(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow(Page.parameters + ["charge", "payment_intent"])
        let charge = try call.parameters.given("charge")
        let intent = try call.parameters.given("payment_intent")
        return try Page(call).json(disputes, "/v1/disputes", call) {
            (charge == nil || $0.charge == charge) && (intent == nil || $0.intent == intent)
        } write: {
            json($0, call)
        }
    }

    /// An inquiry only asks: it takes no money unless it becomes a dispute.
    mutating func openDispute(_ given: Charge, reason: String, isInquiry: Bool, _ call: Call) {
        var charge = given
        guard charge.refundable > 0, !charge.isDisputed else { return }
        var dispute = Dispute(
            id: call.mint.id("dp"), account: charge.account, created: call.now, amount: charge.refundable,
            currency: charge.currency, charge: charge.id, intent: charge.intent, reason: reason, isInquiry: isInquiry,
            status: isInquiry ? .warningNeedsResponse : .needsResponse)
        charge.isDisputed = !isInquiry
        charge.dispute = dispute.id
        charges.put(charge)
        if !isInquiry {
            dispute.movements.append(
                move(
                    .adjustment, settled(-dispute.amount, charge.currency, of: charge.account), fee: Fee.dispute,
                    of: charge.account, source: dispute.id, description: "Chargeback withdrawal for \(charge.id)", call
                ).id)
        }
        disputes.put(dispute)
        emit("charge.dispute.created", json(dispute, call), call, of: charge.account)
        if !isInquiry { emit("charge.dispute.funds_withdrawn", json(dispute, call), call, of: charge.account) }
    }

    @discardableResult
    mutating func close(
        _ given: Dispute, isWon: Bool, fee: Int = 0, isPaidLater: Bool = false, _ call: Call
    ) -> Dispute {
        var dispute = given
        guard dispute.isOpen else { return dispute }
        dispute.status = dispute.isInquiry ? .warningClosed : isWon ? .won : .lost
        let isPaidNow = isWon && !dispute.isInquiry && !isPaidLater
        if isPaidNow {
            dispute.movements.append(returned(dispute, fee: fee, call))
        } else if fee != 0, !dispute.isInquiry {
            dispute.movements.append(charged(dispute, fee, call))
        }
        disputes.put(dispute)
        emit("charge.dispute.closed", json(dispute, call), call, of: dispute.account)
        if isPaidNow { emit("charge.dispute.funds_reinstated", json(dispute, call), call, of: dispute.account) }
        return dispute
    }

    /// The money of a dispute that was won without it.
    mutating func reinstate(_ given: Dispute, _ call: Call) -> Dispute {
        var dispute = given
        guard dispute.status == .won, !dispute.isReturned else { return dispute }
        dispute.movements.append(returned(dispute, fee: 0, call))
        disputes.put(dispute)
        emit("charge.dispute.funds_reinstated", json(dispute, call), call, of: dispute.account)
        return dispute
    }

    /// What the processor takes some time after a dispute was decided.
    mutating func charge(_ fee: Int, for given: Dispute, _ call: Call) -> Dispute {
        var dispute = given
        dispute.movements.append(charged(dispute, fee, call))
        disputes.put(dispute)
        emit("charge.dispute.updated", json(dispute, call), call, of: dispute.account)
        return dispute
    }

    private mutating func charged(_ dispute: Dispute, _ fee: Int, _ call: Call) -> String {
        move(
            .adjustment, settled(0, dispute.currency, of: dispute.account), fee: fee, of: dispute.account,
            source: dispute.id, description: "Dispute fee for \(dispute.charge)", call
        ).id
    }

    private mutating func returned(_ dispute: Dispute, fee: Int, _ call: Call) -> String {
        move(
            .adjustment, settled(dispute.amount, dispute.currency, of: dispute.account), fee: fee, of: dispute.account,
            source: dispute.id, description: "Chargeback reversal for \(dispute.charge)", call
        ).id
    }

    /// Whether the bank has, or may still take, the money of a charge.
    func isHeldByBank(_ charge: Charge) -> Bool {
        guard let dispute = charge.dispute.flatMap({ disputes[$0] }), !dispute.isInquiry else { return false }
        return dispute.status != .won
    }

    func json(_ dispute: Dispute, _ call: Call) -> JSON {
        dispute.json(dispute.movements.compactMap { movements[$0]?.json(now: call.now) })
    }

    private func dispute(_ call: Call) throws(Refusal) -> Dispute {
        guard let dispute = disputes[call.id], dispute.account == call.account else {
            throw .missing("dispute", call.id)
        }
        return dispute
    }
}
