package import Bookings
import Jobs
import Ledger
package import Tenancy
package import Vocabulary

/// What the verbs of this room share.
package struct PaymentParts: Sendable {
    let caller: StripeCaller
    let ledger: Ledger
    let pay: PayBooking
    let change: ChangeBooking
    let jobs: PaymentJobs
    let outbox: Outbox
    let audit: AuditTrail
    let dataKeys: DataKeys
    let identifiers: IdentifierSource

    package init(
        caller: StripeCaller, pay: PayBooking, change: ChangeBooking, jobs: PaymentJobs, dataKeys: DataKeys,
        identifiers: IdentifierSource
    ) {
        self.caller = caller
        ledger = Ledger(identifiers: identifiers)
        self.pay = pay
        self.change = change
        self.jobs = jobs
        outbox = Outbox(identifiers: identifiers)
        audit = AuditTrail(identifiers: identifiers)
        self.dataKeys = dataKeys
        self.identifiers = identifiers
    }
}
