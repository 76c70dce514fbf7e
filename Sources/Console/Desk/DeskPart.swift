/// The rooms of the operators' console, in the order of its menu.
enum DeskPart: String, CaseIterable, Sendable {
    case tenants
    case operations
    case jobs
    case mail
    case errors
    case statistics
    case migrations
    case operators
    case audit

    static let home = "/desk"
    static let signIn = "/sign-in"
    static let signOut = "/sign-out"

    var url: String { "\(Self.home)/\(rawValue)" }
}
