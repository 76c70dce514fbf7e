package import Tenancy
package import Vocabulary
package import Web

/// What Identity has to write to somebody. How it looks and how it is sent is Messaging's; it is posted in the
/// transaction that it follows from.
package struct Letter: Sendable {
    package enum Content: Sendable {
        /// The path of a page on the tenant's site, with its token.
        case verifyEmail(path: String)
        /// Somebody registered with an address that has an account.
        case accountExists(path: String)
        case resetPassword(path: String)
        case passwordChanged
        case confirmNewEmail(path: String)
        /// To the address that was.
        case emailChanged(to: EmailAddress)
        /// To the address that is now.
        case emailIsNow
        case newDevice(Device)
        /// A provider, as the reader's language calls it, brings to the account from now on.
        case wayLinked(provider: String)
        case wayUnlinked(provider: String)
        case invitation(path: String, role: Role, by: String)
        case accountDeleted
    }

    package let content: Content
    package let recipient: EmailAddress
    package let name: String
    package let locale: LocaleTag
}

/// How long the links of letters are good for, as the letters say it.
package enum LetterTerms {
    package static let verifyMinutes = 1_440
    package static let resetMinutes = 60
    package static let invitationMinutes = 7 * 1_440
}

/// The way of a letter to its reader.
package struct LetterBox: Sendable {
    package let post: @Sendable (Letter, TenantTransaction) async throws -> Void

    package init(post: @escaping @Sendable (Letter, TenantTransaction) async throws -> Void) { self.post = post }
}
