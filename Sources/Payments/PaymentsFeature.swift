package import Bookings
package import Jobs
import Ledger
import Postgres
package import Tenancy
package import Vocabulary

/// Money that travellers pay through us: asked of the processor, taken, given back.
///
/// What always holds: a payment is written before the processor is asked, under whose key it happens once; a booking
/// is confirmed in the transaction in which its sale is in the books and its money decided upon; more is never given
/// back than was taken; whatever is not over has a job that goes on with it, and from some moment on a person who is
/// told; what the processor says of its own accord is never believed but looked up.
package struct PaymentsFeature: Sendable {
    package let start: StartPayment
    package let settle: SettlePayment
    package let settleRefund: SettleRefund
    package let settleDispute: SettleDispute
    package let settlePayout: SettlePayout
    package let grant: GrantRefund
    package let connect: ConnectAccount
    package let read: ReadPayments
    package let browse: BrowseMoney
    package let lookAgain: LookAgain
    package let settleOtherwise: SettleOtherwise
    package let late: LatePayments
    package let cards: CardDesk
    let parts: PaymentParts
    let events: EventDesk
    package let receive: ReceiveEvent

    package init(parts: PaymentParts) {
        self.parts = parts
        start = StartPayment(parts: parts)
        settle = SettlePayment(parts: parts)
        settleRefund = SettleRefund(parts: parts)
        settleDispute = SettleDispute(parts: parts)
        settlePayout = SettlePayout(parts: parts)
        grant = GrantRefund(jobs: parts.jobs, ledger: parts.ledger, audit: parts.audit)
        connect = ConnectAccount(parts: parts)
        read = ReadPayments(parts: parts)
        browse = BrowseMoney(dataKeys: parts.dataKeys)
        lookAgain = LookAgain(payments: settle, refunds: settleRefund)
        settleOtherwise = SettleOtherwise(parts: parts)
        cards = CardDesk(parts: parts, start: start, settle: settle)
        late = LatePayments(payments: settle, refunds: settleRefund, cards: cards.letGo)
        receive = ReceiveEvent(parts: parts, clock: parts.jobs.clock)
        events = EventDesk(
            payments: settle, refunds: settleRefund, adopt: AdoptRefund(parts: parts, settle: settleRefund),
            disputes: settleDispute, cards: cards.settle,
            payouts: settlePayout, jobs: parts.jobs)
    }

    /// Who can move a partner's money here: the sandbox only where there is one.
    package var processors: [Processor] { parts.caller.processors }

    /// What goes on with payments, refunds and events whose end is not known.
    package func register(in handlers: inout JobHandlers) {
        handlers.register(ChasePayment.self) { [settle] job, context in
            do {
                try await settle.settle(
                    PaymentID(job.payment), .system(requestID: context.requestID), in: context.scope)
            } catch is ProcessorFault {
                // Noted, with the job that asks again.
            }
        }
        handlers.register(ChaseRefund.self) { [settleRefund] job, context in
            do { try await settleRefund.settle(RefundID(job.refund), in: context.scope) } catch is ProcessorFault {
                // Noted, with the job that asks again.
            }
        }
        handlers.register(DetachCard.self) { [cards] job, context in
            try await cards.letGo.detach(SavedCardID(job.card), in: context.scope)
        }
        handlers.register(ForgetCustomer.self) { [cards] job, context in
            try await cards.letGo.forget(job.customer, in: context.scope)
        }
        handlers.register(ApplyEvent.self) { [events] job, context in try await events.run(job, context) }
    }

    /// The net under the jobs: whatever is late is looked at, whichever job was lost.
    package func chaseLate(_ round: TenantRound) -> ChaseLate {
        ChaseLate(late: late, refunds: findRefunds, disputes: findDisputes, payouts: findPayouts, round: round)
    }

    /// The books beside the processor's.
    package var compare: CompareBooks {
        CompareBooks(caller: parts.caller, dataKeys: parts.dataKeys, clock: parts.jobs.clock)
    }

    package var findDisputes: FindDisputes { FindDisputes(parts: parts, settle: settleDispute) }

    package var findRefunds: FindRefunds {
        FindRefunds(parts: parts, settle: settleRefund, adopt: AdoptRefund(parts: parts, settle: settleRefund))
    }

    package var findPayouts: FindPayouts { FindPayouts(parts: parts, settle: settlePayout) }
}
