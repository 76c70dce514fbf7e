import Bookings
import Foundation
import Postgres
package import Tenancy
import Vocabulary

/// The net under the processor's events: finds refunds that had left and came back without our hearing of it, and those
/// that somebody made at the processor itself.
package struct FindRefunds: Sendable {
    /// Banks send back what they do not take within weeks; an endpoint that was closed for long is open again by then.
    static let returnDays = 90
    /// Of those made elsewhere; their own events are quicker.
    static let madeDays = 7
    /// Of one site in one round; what lies further back was there in the rounds before.
    static let pagesMax = 10
    private static let returns = ["refund_failure", "payment_failure_refund"]

    let parts: PaymentParts
    let settle: SettleRefund
    let adopt: AdoptRefund

    /// How many stood otherwise than was known. A processor that does not answer is asked in the next round; one refund
    /// that can not be written down is in nobody's way.
    ///
    /// Throws `LedgerError` or `PostgresError`, after all others were looked at.
    package func find(in scope: TenantScope) async throws -> Int {
        let rows = try await scope.run([AccountStore.find, PaymentStore.firstCapture])
        guard let account = rows[0].first, !rows[1].isEmpty else { return 0 }
        let key = try await parts.dataKeys.key(of: scope.tenant)
        var turns = InTurn()
        do {
            let verbs = StripeVerbs(caller: parts.caller, account: try PaymentAccount.opened(account, key))
            for type in Self.returns {
                let filter = [("type", type), ("created[gte]", String(since(days: Self.returnDays)))]
                try await pages { after throws(ProcessorFault) in
                    try await verbs.movements(filter, after: after)
                } each: { lines in
                    let names = lines.compactMap(\.source)
                    for row in try await scope.run(RefundStore.succeeded(names)) {
                        let id = RefundID(try row.get("refund_id"))
                        try await turns.look {
                            try await Self.past {
                                try await settle.settle(id, isTold: true, in: scope).state == .failed
                            }
                        }
                    }
                }
            }
            try await pages { after throws(ProcessorFault) in
                try await verbs.refunds(since: since(days: Self.madeDays), after: after)
            } each: { seen in
                let known = Set(
                    try await scope.run(RefundStore.known(seen.map(\.id))).map {
                        try $0.get("processor_name", as: String.self)
                    })
                for refund in seen where !known.contains(refund.id) {
                    try await turns.look {
                        try await Self.past { try await adopt.adopt(refund, in: scope) }
                    }
                }
            }
        } catch is ProcessorFault {}
        return try turns.end()
    }

    /// What the processor says no to about one speaks against no other.
    private static func past(_ one: () async throws -> Bool) async throws -> Int {
        do { return try await one() ? 1 : 0 } catch let fault as ProcessorFault where !fault.isOutage { return 0 }
    }

    private func pages<Item: StripeNamed>(
        _ read: (String?) async throws(ProcessorFault) -> StripePage<Item>, each: ([Item]) async throws -> Void
    ) async throws {
        var last: String?
        for _ in 0..<Self.pagesMax {
            let page = try await read(last)
            if !page.data.isEmpty { try await each(page.data) }
            last = page.data.last?.id
            guard page.hasMore, last != nil else { return }
        }
    }

    private func since(days: Int) -> Int {
        Int(parts.jobs.clock.now().timeIntervalSince1970) - days * 86_400
    }
}

/// What the processor lists, page by page.
protocol StripeNamed: Decodable, Sendable {
    var id: String { get }
}

extension StripeRefund: StripeNamed {}
extension StripeBalanceLine: StripeNamed {}
