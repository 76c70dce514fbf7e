package import Foundation
import Postgres
import Tenancy
package import Vocabulary
package import Web

/// Somebody who was asked to join the staff, opened.
package struct Invitation: Sendable {
    package let id: UUID
    package let email: EmailAddress
    package let role: Role
    package let invitedBy: String
    package let locale: LocaleTag
    package let createdAt: Date
    package let expiresAt: Date
    package let isOver: Bool

    init(_ row: Row, _ key: TenantDataKey) throws {
        guard let email = EmailAddress(try key.open(try row.get("email_sealed"), field: InvitationStore.field)),
            let role = Role(rawValue: try row.get("role")), let locale = LocaleTag(try row.get("locale"))
        else { throw UnreadableAccount() }
        id = try row.get("invitation_id")
        self.email = email
        self.role = role
        self.locale = locale
        invitedBy = try row.get("invited_by")
        createdAt = try row.get("created_at")
        expiresAt = try row.get("expires_at")
        isOver = try row.get("is_over")
    }
}
