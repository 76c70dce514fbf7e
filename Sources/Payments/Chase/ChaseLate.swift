import Bookings
package import Jobs
import Metrics
import Postgres
package import Tenancy

/// Goes through the tenants for payments, refunds and cards that nobody has looked at in time, and for what the
/// processor did without our hearing of it. A partner that was put
/// away still owes its travellers, and banks still ask it: no event of the processor's reaches it any more.
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
            let late =
                try await late.sweep(scope) + refunds.find(in: scope) + payouts.find(in: scope)
                + disputes.find(in: scope)
            let waiting = try await scope.run(MoneyStore.sums(MoneyFilter(needsPerson: true))).map { try MoneySum($0) }
            return Looked(late: late, waiting: waiting.map(\.waiting).reduce(0, +))
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
        for row in due[0] {
            let id = PaymentID(try row.get("payment_id"))
            do { try await payments.settle(id, .system(requestID: nil), in: scope) } catch is ProcessorFault {
                continue
            }
        }
        for row in due[1] {
            let id = RefundID(try row.get("refund_id"))
            do { try await refunds.settle(id, in: scope) } catch is ProcessorFault { continue }
        }
        for row in due[2] {
            do { try await cards.detach(SavedCardID(try row.get("card_id")), in: scope) } catch is ProcessorFault {
                continue
            }
        }
        for row in due[3] {
            do { try await cards.forget(try row.get("customer_id"), in: scope) } catch is ProcessorFault { continue }
        }
        return due.reduce(0) { $0 + $1.count }
    }
}
