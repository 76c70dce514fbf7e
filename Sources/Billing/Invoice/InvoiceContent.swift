package import Tenancy
package import Vocabulary

/// What an invoice says beside its figures, as it stood when it was issued.
package struct InvoiceContent: Hashable, Sendable, Codable {
    package let seller: PlatformSeller
    package let buyer: LegalEntity
    package let plan: BillingPlan
    package let tax: InvoiceTax
    package let includedCalls: Int?
    /// Of the exchange rates, where fees were owed in other currencies: `2026-05-29`.
    package let ratesOf: String?

    package init(
        seller: PlatformSeller, buyer: LegalEntity, plan: BillingPlan, tax: InvoiceTax, includedCalls: Int?,
        ratesOf: String?
    ) {
        self.seller = seller
        self.buyer = buyer
        self.plan = plan
        self.tax = tax
        self.includedCalls = includedCalls
        self.ratesOf = ratesOf
    }

    private enum CodingKeys: String, CodingKey {
        case seller, buyer, plan, tax
        case includedCalls = "included_calls"
        case ratesOf = "rates_of"
    }
}
