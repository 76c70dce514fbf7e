package import Vocabulary
package import Web

/// Whom an invoice is made out to: the traveller, or the company that pays for them.
package struct PaperBuyer: Hashable, Sendable, Codable {
    package static let companyMax = 200
    /// The longest of any country, with room for what stands between its parts.
    package static let taxNumberMax = 40
    package static let addressMax = 400

    package let name: String
    package let company: String?
    package let taxNumber: String?
    /// Several lines.
    package let address: String?

    package init(name: String, _ entry: Entry) {
        self.name = name
        company = entry.company
        taxNumber = entry.taxNumber
        address = entry.address
    }

    private enum CodingKeys: String, CodingKey {
        case name, company, address
        case taxNumber = "tax_number"
    }

    /// What is given to put on an invoice; all of it may be left out.
    package struct Entry: Hashable, Sendable {
        package let company: String?
        package let taxNumber: String?
        package let address: String?

        package init(company: String?, taxNumber: String?, address: String?) {
            self.company = company.nonEmpty
            self.taxNumber = taxNumber.nonEmpty
            self.address = address.nonEmpty
        }

        /// A tax number is a company's.
        package var faults: [Problem.Fault] {
            taxNumber != nil && company == nil ? [Problem.Fault("/company", "company_missing")] : []
        }
    }

    package static let companyKind = Kind<String>.text(max: companyMax)
    package static let taxNumberKind = Kind<String>.text(max: taxNumberMax)
    package static let addressKind = Kind<String>.text(max: addressMax, [.trimmed, .composed, .lines])
}

extension String? {
    fileprivate var nonEmpty: String? { self?.isEmpty == false ? self : nil }
}
