import Vocabulary
import Web

/// What a new password has to be (NIST SP 800-63B §5.1.1): long enough, not known to thieves, not one's own
/// address. No rules about kinds of characters, which make passwords worse.
package struct PasswordRule: Sendable {
    package static let lengthMin = 10
    package static let lengthMax = 128
    /// What is typed as one's password before it is known to be one: whatever a rule of other days allowed.
    package static let typedMax = 4 * lengthMax

    private let breached: BreachedPasswords?

    package init(breached: BreachedPasswords?) { self.breached = breached }

    /// The fault at `pointer`; nil for a password that will do.
    func fault(_ password: String, email: EmailAddress, at pointer: String) async throws -> Problem.Fault? {
        let length = password.unicodeScalars.count
        if length < Self.lengthMin { return .init(pointer, "too_short", ["min": .number(Self.lengthMin)]) }
        if length > Self.lengthMax { return .init(pointer, "too_long", ["max": .number(Self.lengthMax)]) }
        if password.lowercased() == email.normal { return .init(pointer, "password_is_email") }
        if let breached, try await breached.contain(password) { return .init(pointer, "password_breached") }
        return nil
    }

    /// Throws `IdentityError.invalid`.
    func check(_ password: String, email: EmailAddress, at pointer: String = "/password") async throws {
        if let fault = try await fault(password, email: email, at: pointer) { throw IdentityError.invalid([fault]) }
    }
}

extension Kind where Value == String {
    /// As typed: a password is neither trimmed nor composed before it is hashed.
    static var password: Kind<String> {
        .text(min: 1, max: PasswordRule.typedMax, []).described(
            as: .string(format: "password", min: 1, max: PasswordRule.typedMax))
    }
}
