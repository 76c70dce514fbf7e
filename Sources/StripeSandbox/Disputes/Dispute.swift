/// A card's holder wants money back through the bank.
struct Dispute: Record {
    static let kind = "dispute"
    /// To answer it in.
    static let answerSeconds = 9 * 86_400

    enum Status: String, Codable {
        case needsResponse = "needs_response"
        case underReview = "under_review"
        case warningNeedsResponse = "warning_needs_response"
        case warningClosed = "warning_closed"
        case won, lost
    }

    let id: String
    let account: String
    let created: Int
    let amount: Int
    let currency: String
    let charge: String
    let intent: String
    let reason: String
    let isInquiry: Bool
    var status: Status
    var metadata: [String: String] = [:]
    var evidence: [String: String] = [:]
    var submissions = 0
    /// The money that left, and that came back.
    var movements: [String] = []

    /// What was withdrawn is back.
    var isReturned: Bool { status == .won && movements.count > 1 }

    var isOpen: Bool { [.needsResponse, .underReview, .warningNeedsResponse].contains(status) }

    func json(_ lines: [JSON]) -> JSON {
        [
            "id": .text(id), "object": "dispute", "amount": .int(amount), "balance_transactions": .list(lines),
            "charge": .text(charge), "created": .int(created), "currency": .text(currency),
            "enhanced_eligibility_types": [], "evidence": JSON(evidence),
            "evidence_details": [
                "due_by": .int(created + Self.answerSeconds), "has_evidence": .bool(!evidence.isEmpty),
                "past_due": false, "submission_count": .int(submissions),
            ],
            "is_charge_refundable": .bool(isInquiry && isOpen), "livemode": false, "metadata": JSON(metadata),
            "payment_intent": .text(intent), "reason": .text(reason), "status": .text(status.rawValue),
        ]
    }
}
