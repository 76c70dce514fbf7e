/// One line of an account's balance, which Stripe calls a balance transaction. The balance is their sum.
struct Movement: Record {
    static let kind = "balance_transaction"

    enum Kind: String, Codable, CaseIterable {
        case charge, refund, adjustment, transfer, payout, payment
        case refundFailure = "refund_failure"
        case transferRefund = "transfer_refund"
        case payoutFailure = "payout_failure"
        case payoutCancel = "payout_cancel"
        case paymentFailureRefund = "payment_failure_refund"
        case paymentRefund = "payment_refund"
    }

    let id: String
    let account: String
    let created: Int
    let type: Kind
    let amount: Int
    let fee: Int
    let currency: String
    /// What it came of.
    let source: String
    let description: String?
    let availableOn: Int
    /// Where it was charged in another currency.
    var rateMillionths: Int?

    var net: Int { amount - fee }

    /// What a report would file it under.
    var category: String {
        switch type {
        case .adjustment: amount - fee < 0 ? "dispute" : "dispute_reversal"
        case .transferRefund: "transfer_reversal"
        case .payoutFailure, .payoutCancel: "payout_reversal"
        case .payment: "charge"
        case .paymentRefund: "refund"
        case .paymentFailureRefund: "refund_failure"
        default: type.rawValue
        }
    }

    func json(now: Int) -> JSON {
        [
            "id": .text(id), "object": "balance_transaction", "amount": .int(amount), "available_on": .int(availableOn),
            "created": .int(created), "currency": .text(currency), "description": JSON(description),
            "exchange_rate": rateMillionths.map { .written(Settlement.text($0)) } ?? .null, "fee": .int(fee),
            "fee_details": fee == 0
                ? []
                : [
                    [
                        "amount": .int(fee), "application": .null, "currency": .text(currency),
                        "description": "Stripe processing fees", "type": "stripe_fee",
                    ]
                ],
            "net": .int(net), "reporting_category": .text(category), "source": .text(source),
            "status": availableOn <= now ? "available" : "pending", "type": .text(type.rawValue),
        ]
    }
}

/// What the sandbox takes for its work: Stripe's price for cards of the European Economic Area, 1.5 % and 0.25.
enum Fee {
    static let basisPoints = 150
    /// Hundredths of a major unit.
    static let fixedHundredths = 25
    /// In minor units, or in Stripe's own when a currency has three decimals.
    static let dispute = 1_500

    static func charge(_ amount: Int, _ currency: StripeCurrency) -> Int {
        let share = (amount * basisPoints + 5_000) / 10_000
        return min(amount, share + currency.minorPerMajor * fixedHundredths / 100)
    }
}
