package import Vocabulary

/// What the partner pays the platform, and what is added to a stay on the partner's site.
package struct BillingDefinition: Hashable, Sendable, Codable {
    package let plan: BillingPlan
    package let currency: CurrencyCode
    /// For each cycle, in minor units of `currency`.
    package let planFeeMinor: Int
    /// Of every confirmed booking's total.
    package let platformFeeBasisPoints: Int
    package let tax: InvoiceTax
    package let cycle: BillingCycle
    /// Added to every nightly price before a traveller sees it.
    package let markupBasisPoints: Int
    package let stayTaxes: [StayTax]
    /// Nil where calls cost nothing, however many.
    package let usage: MeteredUsage?
    /// Nil: `dueDaysDefault`.
    package let dueDays: Int?
    /// Where invoices and reminders go beside the site's own staff.
    package let mail: String?

    package static let dueDaysDefault = 14

    package init(
        plan: BillingPlan, currency: CurrencyCode, planFeeMinor: Int, platformFeeBasisPoints: Int, tax: InvoiceTax,
        cycle: BillingCycle, markupBasisPoints: Int, stayTaxes: [StayTax],
        usage: MeteredUsage? = nil, dueDays: Int? = nil, mail: String? = nil
    ) {
        self.plan = plan
        self.currency = currency
        self.planFeeMinor = planFeeMinor
        self.platformFeeBasisPoints = platformFeeBasisPoints
        self.tax = tax
        self.cycle = cycle
        self.markupBasisPoints = markupBasisPoints
        self.stayTaxes = stayTaxes
        self.usage = usage
        self.dueDays = dueDays
        self.mail = mail
    }

    private enum CodingKeys: String, CodingKey {
        case plan, currency, tax, cycle, usage, mail
        case dueDays = "due_days"
        case planFeeMinor = "plan_fee_minor"
        case platformFeeBasisPoints = "platform_fee_basis_points"
        case markupBasisPoints = "markup_basis_points"
        case stayTaxes = "stay_taxes"
    }
}

/// What a tenant may do and how often: the tiers of the request limit.
package enum BillingPlan: String, CaseIterable, Hashable, Sendable, Codable {
    case free = "FREE"
    case basic = "BASIC"
    case pro = "PRO"
    case enterprise = "ENTERPRISE"
}

package enum BillingCycle: String, CaseIterable, Hashable, Sendable, Codable {
    case monthly
}

/// The tax on the platform's invoice to the partner.
package struct InvoiceTax: Hashable, Sendable, Codable {
    package let name: LocalizedText
    package let basisPoints: Int

    package init(name: LocalizedText, basisPoints: Int) {
        self.name = name
        self.basisPoints = basisPoints
    }

    private enum CodingKeys: String, CodingKey {
        case name
        case basisPoints = "basis_points"
    }
}

/// Calls of the site's API beyond those that the plan includes, in a month.
package struct MeteredUsage: Hashable, Sendable, Codable {
    package let includedCalls: Int
    /// Minor units of the plan's currency.
    package let priceMinorPerThousand: Int

    package init(includedCalls: Int, priceMinorPerThousand: Int) {
        self.includedCalls = includedCalls
        self.priceMinorPerThousand = priceMinorPerThousand
    }

    private enum CodingKeys: String, CodingKey {
        case includedCalls = "included_calls"
        case priceMinorPerThousand = "price_minor_per_thousand"
    }
}

/// A local tax on a stay, as a city levies it.
package struct StayTax: Hashable, Sendable, Codable {
    package enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        /// Of the room's price.
        case percent
        case perNight = "per_night"
        case perPersonNight = "per_person_night"
    }

    package enum Due: String, CaseIterable, Hashable, Sendable, Codable {
        case now
        case atProperty = "at_property"
    }

    package let name: LocalizedText
    package let kind: Kind
    /// Basis points where the kind is `percent`, else minor units of the first charging currency.
    package let amount: Int
    /// Nights beyond these are free of it.
    package let capNights: Int?
    /// Whether the nightly price already holds it.
    package let included: Bool
    package let due: Due

    package init(name: LocalizedText, kind: Kind, amount: Int, capNights: Int?, included: Bool, due: Due) {
        self.name = name
        self.kind = kind
        self.amount = amount
        self.capNights = capNights
        self.included = included
        self.due = due
    }

    private enum CodingKeys: String, CodingKey {
        case name, kind, amount, included, due
        case capNights = "cap_nights"
    }
}
