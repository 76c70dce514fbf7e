/// Money on its way back to a card.
struct Refund: Record {
    static let kind = "refund"

    enum Status: String, Codable { case pending, succeeded, failed, canceled }

    enum Reason: String, Codable, CaseIterable {
        case duplicate, fraudulent
        case requestedByCustomer = "requested_by_customer"
    }

    let id: String
    let account: String
    let created: Int
    let amount: Int
    let currency: String
    let charge: String
    let intent: String
    let reason: Reason?
    var metadata: [String: String]
    var status: Status
    var movement: String?
    var failureMovement: String?
    var failureReason: String?
    /// When it will have succeeded, or failed, by itself.
    var settlesAt: Int?
    var willFail = false

    func json() -> JSON {
        [
            "id": .text(id), "object": "refund", "amount": .int(amount), "balance_transaction": JSON(movement),
            "charge": .text(charge), "created": .int(created), "currency": .text(currency),
            "destination_details": ["card": ["reference_status": "pending", "type": "refund"], "type": "card"],
            "failure_balance_transaction": JSON(failureMovement), "failure_reason": JSON(failureReason),
            "metadata": JSON(metadata), "payment_intent": .text(intent),
            "pending_reason": status == .pending ? "processing" : .null, "reason": JSON(reason?.rawValue),
            "receipt_number": .null, "source_transfer_reversal": .null, "status": .text(status.rawValue),
            "transfer_reversal": .null,
        ]
    }
}
