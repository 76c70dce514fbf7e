import Bookings
import Breakers
import Crypto
import Inventory
import Jobs
import Ledger
import Payments
import Tenancy
import Vocabulary

/// Bookings and payments put together: each cancellation gives back what was paid, and each payment moves a booking on.
struct PaymentHouse {
    let base: Base
    let offers: OfferCodec
    let jobs: JobQueue
    let dataKeys: DataKeys
    let breakers: BreakerRegister

    func features() -> (bookings: BookingsFeature, payments: PaymentsFeature) {
        let identifiers = base.identifiers
        let chasing = PaymentJobs(queue: jobs, identifiers: identifiers, clock: base.clock)
        let bookings = BookingsFeature(
            pricing: PriceOffer(codec: offers, clock: base.clock), jobs: jobs, dataKeys: dataKeys,
            identifiers: identifiers, secrets: .system,
            money: GiveBack(jobs: chasing, ledger: Ledger(identifiers: identifiers)))
        let caller = StripeCaller(sandbox: base.settings.stripeSandboxURL, breaker: { breakers.breaker($0) })
        return (
            bookings,
            PaymentsFeature(
                parts: PaymentParts(
                    caller: caller, pay: bookings.pay, change: bookings.change, jobs: chasing, dataKeys: dataKeys,
                    identifiers: identifiers))
        )
    }
}
