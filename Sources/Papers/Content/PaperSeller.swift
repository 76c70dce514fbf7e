package import Tenancy

/// Who sells, as it stood in the partner's definition on the day of the paper.
package struct PaperSeller: Hashable, Sendable, Codable {
    package let company: String
    package let registration: String?
    package let address: [String]
    /// ISO 3166-1 alpha-2.
    package let country: String

    package init(_ legal: LegalEntity) {
        company = legal.company
        registration = legal.registration
        address = legal.address
        country = legal.country
    }
}
