/// Money is sent to connected accounts, and taken back.
extension World {
    mutating func createTransfer(_ call: Call) throws(Refusal) -> JSON {
        let parameters = call.parameters
        try parameters.allow(
            "amount", "currency", "destination", "description", "metadata", "source_transaction", "transfer_group")
        let currency = try StripeCurrency(try parameters.required("currency"))
        guard let amount = try parameters.integer("amount") else { throw .missingParameter("amount") }
        guard amount > 0 else {
            throw .parameter(
                "amount", "This value must be greater than or equal to 1.", code: "parameter_invalid_integer")
        }
        try currency.checkSteps(amount)
        let destination = try destination(try parameters.required("destination"), call)
        let source = try parameters.given("source_transaction")
        if let source {
            try checkSource(source, amount, currency, call)
        } else if available(currency.code, of: call.account, now: call.now) < amount {
            throw .state(
                "balance_insufficient",
                "You have insufficient available funds in your Stripe account. Try adding funds directly to your "
                    + "available balance by creating Charges using the 4000000000000077 test card. See: "
                    + "https://stripe.com/docs/testing#available-balance")
        }
        var transfer = Transfer(
            id: call.mint.id("tr"), account: call.account, created: call.now, amount: amount, currency: currency.code,
            destination: destination.id, destinationPayment: call.mint.id("py"),
            description: try parameters.given("description"),
            transferGroup: try parameters.given("transfer_group")
                ?? source.flatMap { charges[$0]?.transferGroup },
            sourceTransaction: source, metadata: try parameters.metadata())
        // Money that is not there yet does not get there sooner by being sent on.
        let availableAt = source.flatMap { charges[$0]?.movement }.flatMap { movements[$0]?.availableOn }
        transfer.movement =
            move(
                .transfer, -amount, currency.code, of: call.account, source: transfer.id, availableAt: availableAt, call
            )
            .id
        move(
            .payment, amount, currency.code, of: destination.id, source: transfer.destinationPayment,
            availableAt: availableAt, call)
        transfers.put(transfer)
        emit("transfer.created", json(transfer), call)
        return json(transfer)
    }

    mutating func reverseTransfer(_ call: Call) throws(Refusal) -> JSON {
        let parameters = call.parameters
        try parameters.allow("amount", "description", "metadata", "refund_application_fee")
        var transfer = try transfer(call)
        let amount = try parameters.integer("amount") ?? transfer.amount - transfer.amountReversed
        guard !transfer.isReversed else {
            throw .state(nil, "Transfer \(transfer.id) is already fully reversed.")
        }
        guard amount > 0 else {
            throw .parameter(
                "amount", "This value must be greater than or equal to 1.", code: "parameter_invalid_integer")
        }
        guard amount <= transfer.amount - transfer.amountReversed else {
            let currency = StripeCurrency(known: transfer.currency)
            throw .state(
                nil,
                "Reversal amount (\(currency.text(amount))) is greater than unreversed amount on transfer "
                    + "(\(currency.text(transfer.amount - transfer.amountReversed)))", param: "amount")
        }
        var reversal = TransferReversal(
            id: call.mint.id("trr"), account: call.account, created: call.now, amount: amount,
            currency: transfer.currency, transfer: transfer.id, metadata: try parameters.metadata())
        reversal.movement =
            move(.transferRefund, amount, transfer.currency, of: call.account, source: reversal.id, call).id
        move(
            .paymentRefund, -amount, transfer.currency, of: transfer.destination, source: transfer.destinationPayment,
            call)
        reversals.put(reversal)
        transfer.amountReversed += amount
        transfer.reversals.append(reversal.id)
        transfers.put(transfer)
        emit("transfer.reversed", json(transfer), call)
        return reversal.json()
    }

    mutating func updateTransfer(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow("metadata")
        var transfer = try transfer(call)
        transfer.metadata = try call.parameters.metadata(transfer.metadata)
        transfers.put(transfer)
        emit("transfer.updated", json(transfer), call)
        return json(transfer)
    }

    func retrieveTransfer(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow()
        return json(try transfer(call))
    }

    func listTransfers(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow(Page.parameters + ["destination", "transfer_group"])
        let destination = try call.parameters.given("destination")
        let group = try call.parameters.given("transfer_group")
        return try Page(call).json(transfers, "/v1/transfers", call) {
            (destination == nil || $0.destination == destination) && (group == nil || $0.transferGroup == group)
        } write: {
            json($0)
        }
    }

    func listReversals(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow(Page.parameters)
        let transfer = try transfer(call)
        return try Page(call).json(reversals, "/v1/transfers/\(transfer.id)/reversals", call) {
            $0.transfer == transfer.id
        } write: {
            $0.json()
        }
    }

    func retrieveReversal(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow()
        let transfer = try transfer(call)
        guard let id = call.arguments.last, let reversal = reversals[id], reversal.transfer == transfer.id else {
            throw .missing("transfer_reversal", call.arguments.last ?? "")
        }
        return reversal.json()
    }

    func json(_ transfer: Transfer) -> JSON {
        transfer.json(transfer.reversals.compactMap { reversals[$0]?.json() })
    }

    private func destination(_ id: String, _ call: Call) throws(Refusal) -> Account {
        guard let destination = accounts[id], destination.account == call.platform, destination.isConnected else {
            throw .missing("destination", id, param: "destination").asParameter()
        }
        guard destination.isEnabled, destination.wantsTransfers else {
            throw .state(
                "insufficient_capabilities_for_transfer",
                "Your destination account needs to have at least one of the following capabilities enabled: "
                    + "transfers, crypto_transfers, legacy_payments", param: "destination")
        }
        return destination
    }

    private func checkSource(
        _ id: String, _ amount: Int, _ currency: StripeCurrency, _ call: Call
    ) throws(Refusal) {
        guard let charge = charges[id], charge.account == call.account, charge.isCaptured else {
            throw .missing("charge", id, param: "source_transaction").asParameter()
        }
        guard charge.currency == currency.code else {
            throw .parameter(
                "currency",
                "The currency of source_transaction's balance transaction (\(charge.currency)) must be "
                    + "the same as the transfer currency (\(currency.code))")
        }
        let sent = transfers.all(of: call.account).filter { $0.sourceTransaction == id }
            .reduce(0) { $0 + $1.amount }
        guard sent + amount <= charge.amountCaptured else {
            throw .state(
                nil, "The transfers from this source_transaction can't be greater than the source amount.",
                param: "amount")
        }
    }

    private func transfer(_ call: Call) throws(Refusal) -> Transfer {
        guard let transfer = transfers[call.id], transfer.account == call.account else {
            throw .missing("transfer", call.id)
        }
        return transfer
    }
}
