package import Vocabulary

/// Whether a tenant's money is real. Decided once, when it is provisioned.
package enum TenantKind: String, CaseIterable, Hashable, Sendable, Codable {
    case live
    case test
}

/// Where a tenant's rows live: among others' in the shared schema, or in a schema of its own.
package enum TenantIsolation: String, CaseIterable, Hashable, Sendable, Codable {
    case pooled
    case schema
}

/// What a partner offers on its site.
package enum TenantFeature: String, CaseIterable, Hashable, Sendable, Codable {
    case hotels
}

/// What a visitor is asked to agree to.
package enum ConsentCategory: String, CaseIterable, Hashable, Sendable, Codable {
    case measurement
    case affiliate
}

package enum Weekday: String, CaseIterable, Hashable, Sendable, Codable {
    case monday
    case tuesday
    case wednesday
    case thursday
    case friday
    case saturday
    case sunday

    /// ISO 8601: Monday 1 to Sunday 7.
    package var number: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }
}

/// What a site charges in, and what it may show beside that.
package struct TenantCurrencies: Hashable, Sendable, Codable {
    /// The first is the default.
    package let charge: [CurrencyCode]
    /// For information only, never charged.
    package let display: [CurrencyCode]
    /// On top of the exchange rate where an amount is shown in one of `display`; nil is none.
    private let displayMargin: Int?

    package var displayMarginBasisPoints: Int { displayMargin ?? 0 }

    package init(charge: [CurrencyCode], display: [CurrencyCode], displayMarginBasisPoints: Int = 0) {
        self.charge = charge
        self.display = display
        displayMargin = displayMarginBasisPoints == 0 ? nil : displayMarginBasisPoints
    }

    /// Left out of the document where there is none, as it was before there were any.
    private enum CodingKeys: String, CodingKey {
        case charge, display
        case displayMargin = "display_margin_basis_points"
    }
}

/// Where a traveller finds a person.
package struct SupportContact: Hashable, Sendable, Codable {
    package let mail: String
    /// E.164: `+4315550100`.
    package let phone: String
    package let hours: LocalizedText
    /// IANA name of the zone that `hours` are told in.
    package let zone: String

    package init(mail: String, phone: String, hours: LocalizedText, zone: String) {
        self.mail = mail
        self.phone = phone
        self.hours = hours
        self.zone = zone
    }
}

/// Who stands behind a site: the footer, the imprint and the confirmation name them.
package struct LegalEntity: Hashable, Sendable, Codable {
    package let company: String
    package let registration: String?
    package let address: [String]
    /// ISO 3166-1 alpha-2.
    package let country: String

    package init(company: String, registration: String?, address: [String], country: String) {
        self.company = company
        self.registration = registration
        self.address = address
        self.country = country
    }
}
