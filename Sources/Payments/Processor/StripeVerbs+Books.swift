import NIOHTTP1

/// What is asked of the processor about its own books: lines of its balance, and what it sent to the bank.
extension StripeVerbs {
    static let pageSize = 100

    /// The last one first.
    func movements(_ filter: [(String, String)], after: String?) async throws(ProcessorFault) -> StripePage<
        StripeBalanceLine
    > {
        try await list("balance_transactions", filter, after: after)
    }

    /// The last one first.
    func payouts(since: Int, after: String?) async throws(ProcessorFault) -> StripePage<StripeListedPayout> {
        try await list("payouts", [("created[gte]", String(since))], after: after)
    }

    /// The last one first.
    func refunds(since: Int, after: String?) async throws(ProcessorFault) -> StripePage<StripeRefund> {
        try await list(
            "refunds", [("created[gte]", String(since)), ("expand[]", "data.balance_transaction")], after: after)
    }

    func retrievePayout(_ name: String) async throws(ProcessorFault) -> StripePayout {
        try await caller.send(
            .init(
                method: .GET, path: "payouts/\(name)",
                fields: [("expand[]", "balance_transaction"), ("expand[]", "failure_balance_transaction")]),
            key: account.secretKey, to: account.processor)
    }

    private func list<Item: Decodable & Sendable>(
        _ path: String, _ filter: [(String, String)], after: String?
    ) async throws(ProcessorFault) -> StripePage<Item> {
        try await caller.send(
            .init(
                method: .GET, path: path,
                fields: [("limit", String(Self.pageSize))] + filter + (after.map { [("starting_after", $0)] } ?? [])),
            key: account.secretKey, to: account.processor)
    }
}

struct StripePage<Item: Decodable & Sendable>: Decodable, Sendable {
    let data: [Item]
    let hasMore: Bool
}

/// A line of the processor's balance with what it came of.
struct StripeBalanceLine: Decodable, Sendable {
    let id: String
    let type: String
    let amount: Int
    let fee: Int
    let currency: String
    let created: Int
    /// `ch_…`, `re_…`, `dp_…`, `po_…`; nil for what came of nothing that has a name.
    let source: String?
}

/// A payout as a list tells it, its lines by their names.
struct StripeListedPayout: Decodable, Sendable {
    let id: String
    let balanceTransaction: String?
    let failureBalanceTransaction: String?
}

/// A payout with what it took off the balance, and what came back.
struct StripePayout: Decodable, Sendable {
    let id: String
    let created: Int
    let balanceTransaction: StripeMovement?
    let failureBalanceTransaction: StripeMovement?
}
