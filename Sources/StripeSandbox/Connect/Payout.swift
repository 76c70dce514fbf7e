/// Money on its way from an account's balance to its bank.
struct Payout: Record {
    static let kind = "payout"
    static let arrivesAfterSeconds = 86_400

    enum Status: String, Codable, CaseIterable {
        case pending, paid, failed, canceled
        case inTransit = "in_transit"
    }

    let id: String
    let account: String
    let created: Int
    let amount: Int
    let currency: String
    let arrivesAt: Int
    let description: String?
    let descriptor: String?
    var metadata: [String: String]
    var status = Status.pending
    var movement: String?
    var failureMovement: String?
    var failureCode: String?
    var failureMessage: String?

    var isOnItsWay: Bool { status == .pending || status == .inTransit }

    func json() -> JSON {
        [
            "id": .text(id), "object": "payout", "amount": .int(amount), "application_fee": .null,
            "application_fee_amount": .null, "arrival_date": .int(arrivesAt), "automatic": false,
            "balance_transaction": JSON(movement), "created": .int(created), "currency": .text(currency),
            "description": JSON(description), "destination": .null,
            "failure_balance_transaction": JSON(failureMovement), "failure_code": JSON(failureCode),
            "failure_message": JSON(failureMessage), "livemode": false, "metadata": JSON(metadata),
            "method": "standard", "original_payout": .null, "reconciliation_status": "not_applicable",
            "reversed_by": .null, "source_type": "card", "statement_descriptor": JSON(descriptor),
            "status": .text(status.rawValue), "type": "bank_account",
        ]
    }
}
