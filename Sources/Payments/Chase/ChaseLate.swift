import Bookings
import Foundation
package import Jobs
import Metrics
import Postgres
package import Tenancy

/// Goes through the tenants for payments, refunds and cards that nobody has looked at in time, and for what the
/// processor did without our hearing of it. A partner that was put away still owes its travellers, and banks still ask
/// it: no event of the processor's reaches it any more. Whatever fails stands in no other's way.
package struct ChaseLate: Sendable {
    package static let name = "payments.chase"
    static let everySeconds = 300

    let late: LatePayments
    let refunds: FindRefunds
    let disputes: FindDisputes
    let payouts: FindPayouts
    let round: TenantRound

    package var schedule: Schedule {
        Schedule(name: Self.name, everySeconds: Self.everySeconds) { try await run() }
    }

    /// Throws `TenantRoundFailure`.
    package func run() async throws -> String {
        let looked = try await round.walk(Self.name, .made) { scope in
            var turns = InTurn()
            try await turns.look { try await late.sweep(scope) }
            try await turns.look { try await refunds.find(in: scope) }
            try await turns.look { try await payouts.find(in: scope) }
            try await turns.look { try await disputes.find(in: scope) }
            let count = try turns.end()
            let waiting = try await scope.run(MoneyStore.sums(MoneyFilter(needsPerson: true))).map { try MoneySum($0) }
            return Looked(late: count, waiting: waiting.map(\.waiting).reduce(0, +))
        }
        let waiting = looked.values.map(\.waiting).reduce(0, +)
        Gauge(label: "payments_waiting_for_person").record(waiting)
        let count = looked.values.map(\.late).reduce(0, +)
        return try looked.told("\(count) late ones looked at, \(waiting) waiting for a person")
    }

    /// Of one tenant.
    private struct Looked: Sendable {
        let late: Int
        let waiting: Int
    }
}

/// Whatever of one tenant nobody has looked at in time.
package struct LatePayments: Sendable {
    let payments: SettlePayment
    let refunds: SettleRefund
    let cards: LetCardsGo

    /// Returns how many were late.
    package func sweep(_ scope: TenantScope, lateSeconds: Int = ChasePlan.lateSeconds) async throws -> Int {
        let due = try await scope.run([
            PaymentStore.due(lateSeconds: lateSeconds, limit: ChasePlan.roundMax),
            RefundStore.due(lateSeconds: lateSeconds, limit: ChasePlan.roundMax),
            CardStore.leaving(lateSeconds: lateSeconds, limit: ChasePlan.roundMax),
            CustomerStore.left(limit: ChasePlan.roundMax),
        ])
        var turns = InTurn()
        for row in due[0] {
            let id = PaymentID(try row.get("payment_id"))
            try await look(&turns) { _ = try await payments.settle(id, .system(requestID: nil), in: scope) }
        }
        for row in due[1] {
            let id = RefundID(try row.get("refund_id"))
            try await look(&turns) { _ = try await refunds.settle(id, in: scope) }
        }
        for row in due[2] {
            let id = SavedCardID(try row.get("card_id"))
            try await look(&turns) { try await cards.detach(id, in: scope) }
        }
        for row in due[3] {
            let id: UUID = try row.get("customer_id")
            try await look(&turns) { try await cards.forget(id, in: scope) }
        }
        return try turns.end()
    }

    /// What the processor does not say is noted, with the job that asks again.
    private func look(_ turns: inout InTurn, _ one: () async throws -> Void) async throws {
        try await turns.look {
            do { try await one() } catch is ProcessorFault { return 1 }
            return 1
        }
    }
}
