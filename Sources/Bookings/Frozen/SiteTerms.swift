package import Inventory
package import Pricing
package import Tenancy
package import Vocabulary

/// What a site brings to a sale: how it prices, how long it holds, and what a booking made now is under.
package struct SiteTerms: Hashable, Sendable {
    package let tenant: TenantID
    package let seller: SellerTerms
    package let holdSeconds: Int
    package let conditions: BookingConditions

    package init(tenant: TenantID, seller: SellerTerms, holdSeconds: Int, conditions: BookingConditions) {
        self.tenant = tenant
        self.seller = seller
        self.holdSeconds = holdSeconds
        self.conditions = conditions
    }

    /// Those of the site as it stands, for somebody who reads its pages in `locale`, and in `display` what is charged
    /// in another currency.
    package init(of profile: TenantProfile, read locale: LocaleTag, showing display: DisplayRate? = nil) {
        self.init(
            tenant: profile.entry.id,
            seller: SellerTerms(profile.definition.billing, takesPayments: profile.takesPayments),
            holdSeconds: profile.definition.holdMinutes * 60,
            conditions: BookingConditions(of: profile, read: locale, showing: display))
    }
}
