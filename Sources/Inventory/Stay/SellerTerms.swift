package import Pricing
package import Tenancy

/// What the site itself adds to a property's prices: its markup, and the local taxes it states.
package struct SellerTerms: Hashable, Sendable {
    /// The code of a site's n-th stay tax (from 1); its name stands in the tenant's definition.
    package static func taxCode(_ number: Int) -> String { "stay_tax_\(number)" }

    package let markupBasisPoints: Int
    package let charges: [StayCharge]
    /// Without it nothing is sold that is paid in advance, in whole or in part.
    package let takesPayments: Bool

    package init(markupBasisPoints: Int, charges: [StayCharge], takesPayments: Bool) {
        self.markupBasisPoints = markupBasisPoints
        self.charges = charges
        self.takesPayments = takesPayments
    }

    package init(_ billing: BillingDefinition, takesPayments: Bool) {
        self.init(
            markupBasisPoints: billing.markupBasisPoints,
            charges: billing.stayTaxes.enumerated().map { index, tax in
                StayCharge(
                    code: Self.taxCode(index + 1), kind: .tax, basis: StayCharge.Basis(tax.kind), value: tax.amount,
                    nightsMax: tax.capNights, fromAge: tax.kind == .perPersonNight ? Self.taxedFromAge : 0,
                    isIncluded: tax.included, payable: tax.due == .now ? .now : .atProperty)
            }, takesPayments: takesPayments)
    }

    /// Taxes on persons spare children, as nearly every city's do.
    private static let taxedFromAge = 18
}

extension StayCharge.Basis {
    fileprivate init(_ kind: StayTax.Kind) {
        self =
            switch kind {
            case .percent: .percent
            case .perNight: .perRoomNight
            case .perPersonNight: .perPersonNight
            }
    }
}
