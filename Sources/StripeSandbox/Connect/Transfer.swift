/// Money on its way from a merchant's balance to a connected account's, and back by reversals.
struct Transfer: Record {
    static let kind = "transfer"

    let id: String
    let account: String
    let created: Int
    let amount: Int
    let currency: String
    let destination: String
    /// What the connected account sees of it.
    let destinationPayment: String
    let description: String?
    let transferGroup: String?
    let sourceTransaction: String?
    var metadata: [String: String]
    var movement: String?
    var amountReversed = 0
    var reversals: [String] = []

    var isReversed: Bool { amountReversed == amount }

    func json(_ list: [JSON]) -> JSON {
        [
            "id": .text(id), "object": "transfer", "amount": .int(amount), "amount_reversed": .int(amountReversed),
            "balance_transaction": JSON(movement), "created": .int(created), "currency": .text(currency),
            "description": JSON(description), "destination": .text(destination),
            "destination_payment": .text(destinationPayment), "livemode": false, "metadata": JSON(metadata),
            "reversals": [
                "object": "list", "data": .list(list.reversed().prefix(Page.limitDefault).map { $0 }),
                "has_more": .bool(list.count > Page.limitDefault), "total_count": .int(list.count),
                "url": .text("/v1/transfers/\(id)/reversals"),
            ],
            "reversed": .bool(isReversed), "source_transaction": JSON(sourceTransaction), "source_type": "card",
            "transfer_group": JSON(transferGroup),
        ]
    }
}

/// Money of a transfer taken back.
struct TransferReversal: Record {
    static let kind = "transfer_reversal"

    let id: String
    let account: String
    let created: Int
    let amount: Int
    let currency: String
    let transfer: String
    var metadata: [String: String]
    var movement: String?

    func json() -> JSON {
        [
            "id": .text(id), "object": "transfer_reversal", "amount": .int(amount),
            "balance_transaction": JSON(movement), "created": .int(created), "currency": .text(currency),
            "destination_payment_refund": .null, "metadata": JSON(metadata), "source_refund": .null,
            "transfer": .text(transfer),
        ]
    }
}
