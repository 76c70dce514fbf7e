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
    /// When the site was put away; nil for one that is not. Its plan ends with that day.
    package let endedAt: Date?

    package init(
        billing: BillingDefinition, buyer: LegalEntity, zone: String, isBilled: Bool = true, endedAt: Date? = nil
    ) {
        self.billing = billing
        self.buyer = buyer
        self.zone = zone
        self.isBilled = isBilled
        self.endedAt = endedAt
    }

    package init(of profile: TenantProfile, endedAt: Date? = nil) {
        let definition = profile.definition
        self.init(
            billing: definition.billing, buyer: definition.legal, zone: definition.timeZone,
            isBilled: definition.kind == .live, endedAt: endedAt)
    }

    package var dueDays: Int { billing.dueDays ?? BillingDefinition.dueDaysDefault }

    /// The site's last day.
    ///
    /// Throws `Deadline.Fault`.
    var ended: CalendarDate? {
        get throws(Deadline.Fault) {
            guard let endedAt else { return nil }
            return try day(of: endedAt)
        }
    }

    /// The day on the partner's clock.
    ///
    /// Throws `Deadline.Fault`.
    package func day(of instant: Date) throws(Deadline.Fault) -> CalendarDate {
        try Deadline(instant: instant, zone: zone).date
    }
}
