import Bookings
package import Foundation
package import Jobs
import Metrics
import Postgres
import Tenancy
import Vocabulary

/// Looks at whatever an event of the processor is about. The event itself says nothing that is believed.
package struct ApplyEvent: Job {
    package static let kind = "payment.apply_event"
    package static let queue = ChasePayment.queue

    package let event: String

    package init(event: String) { self.event = event }
}

struct EventDesk: Sendable {
    /// An event whose object is not known here waits for it so long: it may have come before our own record.
    static let parkedSeconds: TimeInterval = 86_400
    static let againSeconds = 30

    let payments: SettlePayment
    let refunds: SettleRefund
    let adopt: AdoptRefund
    let disputes: SettleDispute
    let cards: SettleCard
    let payouts: SettlePayout
    let jobs: PaymentJobs

    /// Throws `ProcessorFault` or `PostgresError`; the job is tried again.
    func run(_ job: ApplyEvent, _ context: JobContext) async throws {
        let scope = context.scope
        guard let row = try await scope.run(EventStore.find(job.event)).first else { return }
        guard ["new", "parked"].contains(try row.get("state", as: String.self)) else { return }
        let about = ProcessorEvent.About(kind: try row.get("kind"), object: try row.get("object_name"))
        let isKnown = try await apply(about, .system(requestID: context.requestID), in: scope)
        let age = try row.get("instant", as: Date.self).timeIntervalSince(try row.get("received_at"))
        let state = isKnown ? "applied" : !about.isWaitedFor || age > Self.parkedSeconds ? "ignored" : "parked"
        Counter(label: "payment_events", dimensions: [("outcome", state)]).increment()
        var statements = [EventStore.move(job.event, to: state)]
        if state == "parked" {
            let seconds = max(Self.againSeconds, Int(age))
            statements.append(try jobs.again(ApplyEvent(event: job.event), inSeconds: seconds, tenant: scope.tenant))
        }
        try await context.finish(with: statements)
    }

    /// False for a thing that is not known here.
    private func apply(_ about: ProcessorEvent.About, _ cause: Cause, in scope: TenantScope) async throws -> Bool {
        switch about {
        case .payment(let intent):
            guard let row = try await scope.run(PaymentStore.find(intent: intent)).first else { return false }
            try await payments.settle(try Payment(row).id, cause, in: scope)
            return true
        case .refund(let name):
            guard let row = try await scope.run(RefundStore.find(processorName: name)).first else {
                return try await adopt.adopt(name, in: scope)
            }
            try await refunds.settle(try Refund(row).id, isTold: true, in: scope)
            return true
        case .dispute(let name): return try await disputes.settle(name, in: scope) != nil
        case .method(let name): return try await cards.settle(name, in: scope)
        case .payout(let name): return try await payouts.settle(name, in: scope)
        case .nothing: return false
        }
    }
}
