package import Foundation
package import Pricing
package import Tenancy
package import Vocabulary

/// What an invoice follows from on the partner's side, as the site stands when it is issued.
package struct BillingTerms: Hashable, Sendable {
    package let billing: BillingDefinition
    package let buyer: LegalEntity
    /// IANA name.
    package let zone: String
    /// Whose money never leaves the sandbox is asked for none.
    package let isBilled: Bool

    package init(billing: BillingDefinition, buyer: LegalEntity, zone: String, isBilled: Bool = true) {
        self.billing = billing
        self.buyer = buyer
        self.zone = zone
        self.isBilled = isBilled
    }

    package init(of profile: TenantProfile) {
        let definition = profile.definition
        self.init(
            billing: definition.billing, buyer: definition.legal, zone: definition.timeZone,
            isBilled: definition.kind == .live)
    }

    package var dueDays: Int { billing.dueDays ?? BillingDefinition.dueDaysDefault }

    /// The day on the partner's clock.
    ///
    /// Throws `Deadline.Fault`.
    package func day(of instant: Date) throws(Deadline.Fault) -> CalendarDate {
        try Deadline(instant: instant, zone: zone).date
    }
}
