/// Who runs the platform, as its invoices name it.
package struct PlatformSeller: Hashable, Sendable, Codable {
    package let company: String
    package let address: [String]
    package let taxNumber: String?
    /// How to pay, in one line.
    package let payment: String?

    package init(company: String, address: [String], taxNumber: String?, payment: String?) {
        self.company = company
        self.address = address
        self.taxNumber = taxNumber
        self.payment = payment
    }

    private enum CodingKeys: String, CodingKey {
        case company, address, payment
        case taxNumber = "tax_number"
    }
}
