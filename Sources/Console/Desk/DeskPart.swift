/// The rooms of the operators' console, in the order of its menu.
enum DeskPart: String, CaseIterable, Sendable {
    case tenants
    case operations
    case jobs
    case payments
    case mail
    case invoices
    case errors
    case statistics
    case exchangeRates = "exchange-rates"
    case migrations
    case operators
    case audit

    static let home = "/desk"
    static let signIn = "/sign-in"
    static let signOut = "/sign-out"

    /// What the menu calls it.
    var label: String { "desk.menu.\(rawValue.replacing("-", with: "_"))" }
    var url: String { "\(Self.home)/\(rawValue)" }
}
