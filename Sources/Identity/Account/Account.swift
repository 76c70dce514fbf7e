package import Foundation
import Postgres
import Tenancy
package import Vocabulary
package import Web

/// Somebody with an account of one tenant, opened.
package struct Account: Sendable {
    package let id: UUID
    package let email: EmailAddress
    package let name: String
    package let role: Role
    package let locale: LocaleTag
    package let hasPassword: Bool
    package let hasFactor: Bool
    package let createdAt: Date

    package static let nameMax = 100

    /// Names of the columns, sealed in with the values so that none opens in another's place.
    enum Field {
        static let email = "accounts.email"
        static let name = "accounts.name"
    }

    init(_ row: Row, _ key: TenantDataKey) throws {
        id = try row.get("account_id")
        guard let email = EmailAddress(try key.open(try row.get("email_sealed"), field: Field.email)),
            let role = Role(rawValue: try row.get("role")), let locale = LocaleTag(try row.get("locale"))
        else { throw UnreadableAccount() }
        self.email = email
        self.role = role
        self.locale = locale
        name = try key.open(try row.get("name_sealed"), field: Field.name)
        hasPassword = try row.get("has_password")
        hasFactor = try row.get("has_factor")
        createdAt = try row.get("created_at")
    }
}

/// What stands in the table is not what we write there.
struct UnreadableAccount: Error {}

/// What an account is made from.
struct NewAccount: Sendable {
    let id: UUID
    let email: EmailAddress
    let name: String
    let passwordHash: String?
    let role: Role
    let locale: LocaleTag
}
