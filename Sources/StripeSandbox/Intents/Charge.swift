/// One attempt to take money from a card, and what became of it.
struct Charge: Record {
    static let kind = "charge"

    enum Status: String, Codable { case succeeded, failed }

    let id: String
    let account: String
    let created: Int
    let intent: String
    let amount: Int
    let currency: String
    let status: Status
    let method: String
    let customer: String?
    let description: String?
    var metadata: [String: String]
    let transferGroup: String?
    let wasChallenged: Bool
    var failureCode: String?
    var declineCode: String?
    var failureMessage: String?
    var isCaptured = false
    var amountCaptured = 0
    /// Of what was captured; never more than that.
    var amountRefunded = 0
    /// An authorisation that was let go before it was captured.
    var isReleased = false
    var isDisputed = false
    var dispute: String?
    var movement: String?
    /// When its line of the balance comes, where it was asked to come late.
    var lineAt: Int?
    var captureBefore: Int?
    var receiptEmail: String?

    var refundable: Int { amountCaptured - amountRefunded }

    func json(_ method: PaymentMethod?) -> JSON {
        var card = method?.cardJSON ?? .null
        if status == .succeeded { card = card.with("amount_authorized", .int(amount)) }
        card = card.with("capture_before", JSON(isCaptured ? nil : captureBefore)).with(
            "three_d_secure",
            wasChallenged ? ["authentication_flow": "challenge", "result": "authenticated", "version": "2.2.0"] : .null)
        return [
            "id": .text(id), "object": "charge", "amount": .int(amount), "amount_captured": .int(amountCaptured),
            "amount_refunded": .int(isReleased ? amount : amountRefunded), "application": .null,
            "application_fee": .null, "application_fee_amount": .null, "balance_transaction": JSON(movement),
            "billing_details": method?.billing.json ?? .null, "calculated_statement_descriptor": "SANDBOX",
            "captured": .bool(isCaptured), "created": .int(created), "currency": .text(currency),
            "customer": JSON(customer), "description": JSON(description), "disputed": .bool(isDisputed),
            "failure_balance_transaction": .null, "failure_code": JSON(failureCode),
            "failure_message": JSON(failureMessage), "fraud_details": [:], "livemode": false,
            "metadata": JSON(metadata), "on_behalf_of": .null, "outcome": outcome, "paid": .bool(status == .succeeded),
            "payment_intent": .text(intent), "payment_method": .text(self.method),
            "payment_method_details": ["card": card, "type": "card"], "radar_options": [:],
            "receipt_email": JSON(receiptEmail), "receipt_number": .null, "receipt_url": .null,
            "refunded": .bool(isReleased || (amountCaptured > 0 && amountRefunded == amountCaptured)),
            "review": .null, "shipping": .null, "source": .null, "source_transfer": .null,
            "statement_descriptor": .null, "statement_descriptor_suffix": .null, "status": .text(status.rawValue),
            "transfer_data": .null, "transfer_group": JSON(transferGroup),
        ]
    }

    private var outcome: JSON {
        let isGood = status == .succeeded
        return [
            "network_status": isGood ? "approved_by_network" : "declined_by_network", "reason": JSON(declineCode),
            "risk_level": "normal", "risk_score": 8,
            "seller_message": isGood ? "Payment complete." : "The bank did not return any further details.",
            "type": isGood ? "authorized" : "issuer_declined",
        ]
    }
}
