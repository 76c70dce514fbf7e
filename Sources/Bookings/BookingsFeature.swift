import Inventory
package import Jobs
import Logging
package import Tenancy
package import Vocabulary

/// Offer → quote → hold → confirm → cancel.
///
/// What always holds: a night's `held` and `sold` are the sums of the holds on it and never exceed
/// its capacity; a booking's holds agree with its state; what was agreed (price, terms, conditions)
/// is never written again but for a change that was agreed to, which keeps what it replaced; a booking goes only the ways of `BookingCourse.table`, and each step
/// leaves a line in its timeline, an event in the outbox and an entry in the audit trail, in the
/// transaction of the step.
package struct BookingsFeature: Sendable {
    package let quote: QuoteStay
    package let hold: HoldRoom
    package let confirm: ConfirmBooking
    package let quoteCancellation: QuoteCancellation
    package let cancel: CancelBooking
    package let quoteChange: QuoteChange
    package let change: ChangeBooking
    package let pay: PayBooking
    package let expire: ExpireHolds
    package let complete: CompleteStays
    package let find = FindBooking()
    package let list = ListBookings()
    package let browse = BrowseBookings()
    package let explain = ExplainBooking()
    package let dataKeys: DataKeys

    package init(
        pricing: PriceOffer, jobs: JobQueue, dataKeys: DataKeys, identifiers: IdentifierSource,
        secrets: SecretSource, money: any BookingMoney = NoMoney()
    ) {
        let stock = Stock(identifiers: identifiers)
        let records = BookingRecords(
            outbox: Outbox(identifiers: identifiers), audit: AuditTrail(identifiers: identifiers))
        let funnel = Funnel(identifiers: identifiers)
        quote = QuoteStay(pricing: pricing, funnel: funnel, identifiers: identifiers)
        hold = HoldRoom(
            pricing: pricing, stock: stock, records: records, funnel: funnel, jobs: jobs, identifiers: identifiers,
            secrets: secrets)
        confirm = ConfirmBooking(stock: stock, records: records, funnel: funnel, money: money)
        quoteCancellation = QuoteCancellation(identifiers: identifiers)
        cancel = CancelBooking(stock: stock, records: records, funnel: funnel, money: money)
        quoteChange = QuoteChange(identifiers: identifiers)
        change = ChangeBooking(stock: stock, records: records, money: money)
        pay = PayBooking(stock: stock, records: records, funnel: funnel)
        expire = ExpireHolds(stock: stock, records: records)
        complete = CompleteStays(records: records)
        self.dataKeys = dataKeys
    }

    /// The jobs that its verbs leave behind.
    package func register(in handlers: inout JobHandlers) {
        handlers.register(ReleaseHold.self) { [expire] job, context in try await expire.run(job, context) }
    }
}
