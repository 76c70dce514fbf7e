import Bookings
package import Foundation
package import Jobs
package import Ledger
package import Postgres
package import Tenancy
package import Vocabulary

/// The jobs that go on with what is not over, as statements of the transaction that leaves it so.
package struct PaymentJobs: Sendable {
    let queue: JobQueue
    let identifiers: IdentifierSource
    let clock: WallClock

    package init(queue: JobQueue, identifiers: IdentifierSource, clock: WallClock) {
        self.queue = queue
        self.identifiers = identifiers
        self.clock = clock
    }

    /// For whatever a payment still lacks then. One for each state: what is asked for again meanwhile is the same look.
    func chase(_ payment: PaymentID, _ state: PaymentState, inSeconds seconds: Int, tenant: TenantID) throws -> SQL {
        try queue.statement(
            ChasePayment(payment: payment.uuid),
            JobPlan(
                runAt: clock.now() + TimeInterval(seconds),
                unique: .whileWaiting("\(payment.uuid.text):\(state.rawValue)")),
            tenant: tenant)
    }

    func chase(_ refund: RefundID, inSeconds seconds: Int, tenant: TenantID) throws -> SQL {
        try queue.statement(
            ChaseRefund(refund: refund.uuid),
            JobPlan(runAt: clock.now() + TimeInterval(seconds), unique: .whileWaiting(refund.uuid.text)),
            tenant: tenant)
    }

    /// A card that its holder took back.
    func detach(_ card: SavedCardID, requestID: String?, tenant: TenantID) throws -> SQL {
        try queue.statement(
            DetachCard(card: card.uuid), JobPlan(unique: .whileWaiting(card.uuid.text), requestID: requestID),
            tenant: tenant)
    }

    /// All cards of an account that ends.
    func forget(_ customer: UUID, tenant: TenantID) throws -> SQL {
        try queue.statement(
            ForgetCustomer(customer: customer), JobPlan(unique: .whileWaiting(customer.text)), tenant: tenant)
    }

    func apply(_ job: ApplyEvent, requestID: String?, tenant: TenantID) throws -> SQL {
        try queue.statement(job, JobPlan(unique: .whileWaiting(job.event), requestID: requestID), tenant: tenant)
    }

    /// An event that is looked at later once more.
    func again(_ job: ApplyEvent, inSeconds seconds: Int, tenant: TenantID) throws -> SQL {
        try queue.statement(
            job, JobPlan(runAt: clock.now() + TimeInterval(seconds), unique: .whileWaiting(job.event)), tenant: tenant)
    }

    /// A refund promised: its row, the payment's and the booking's sums, which refuse what was not taken, its place in
    /// the books, and the job that sends it.
    func refund(_ new: NewRefund, ledger: Ledger, tenant: TenantID) throws -> [SQL] {
        let course = RefundCourse(booking: new.booking.uuid, payment: new.payment.uuid, refund: new.id.uuid)
        return [
            PaymentStore.refund(new.payment, new.amount), PayBooking.refunded(new.booking, new.amount),
            RefundStore.insert(new, tenant: tenant), ledger.statement(try course.started(new.amount)),
            try chase(new.id, inSeconds: 0, tenant: tenant),
        ]
    }
}
