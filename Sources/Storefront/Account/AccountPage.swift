/// The pages of an account, by the last segment of their address; those that stand in the account's own menu first.
enum AccountPage: String, CaseIterable, Sendable {
    case trips
    case payments
    case cards = "payment_methods"
    case profile
    case security
    case data
    case email
    case password
    case factor
    case deletion

    static let menu: [AccountPage] = [.trips, .payments, .cards, .profile, .security, .data]

    /// After the language.
    var here: String { self == .profile ? "/account" : "/account/\(rawValue.replacing("_", with: "-"))" }

    /// Under which entry of the menu it stands.
    var section: AccountPage {
        switch self {
        case .trips, .payments, .cards, .profile, .security, .data: self
        case .email: .profile
        case .password, .factor: .security
        case .deletion: .data
        }
    }
}
