package import Bookings
package import Tenancy
import Vocabulary

/// Somebody wants to know now how a payment and its refunds stand at the processor, before their hour comes.
package struct LookAgain: Sendable {
    let payments: SettlePayment
    let refunds: SettleRefund

    /// Those that are over are left as they are.
    ///
    /// Throws `PaymentError.notFound`, what the processor said, or `PostgresError`. Of each that was not settled a job
    /// goes on with it.
    package func look(at seen: PaymentCase, _ cause: Cause, in scope: TenantScope) async throws {
        do {
            if !seen.payment.isOver { try await payments.settle(seen.payment.id, cause, in: scope) }
            // One that would be asked for under another key keeps its hour: the last try may still be on its way.
            for one in seen.refunds where !one.refund.state.isEnd && !isNextUnderAnotherKey(one) {
                try await refunds.settle(one.refund.id, in: scope)
            }
        } catch let fault as ProcessorFault {
            throw PaymentError(fault)
        }
    }

    private func isNextUnderAnotherKey(_ one: RefundCase) -> Bool {
        one.refund.processorName == nil && one.refund.looks > 0
            && one.refund.looks.isMultiple(of: StripeVerbs.triesOfKey)
            && one.watch.nextLookAt.map { $0 > refunds.parts.jobs.clock.now() } ?? false
    }
}
