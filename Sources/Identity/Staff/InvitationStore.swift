import Foundation
import Postgres
import Tenancy
import Vocabulary
import Web

/// SQL on `invitations`.
enum InvitationStore {
    static let field = "invitations.email"

    private static let columns: SQL = """
        i.invitation_id, i.email_sealed, i.role, i.invited_by, i.locale, i.created_at, i.expires_at,
        i.expires_at <= clock_timestamp() as is_over
        """

    /// Asked again, the same address gets a new link and the old one is worth nothing.
    static func insert(
        _ id: UUID, _ email: EmailAddress, _ role: Role, _ token: SecretToken, by: String, locale: LocaleTag,
        _ key: TenantDataKey
    ) throws -> SQL {
        """
        insert into invitations
          (tenant_id, invitation_id, email_sealed, email_index, data_key_number, role, token_hash, invited_by, locale,
           expires_at)
        values (\(key.tenant), \(id), \(try key.seal(email.description, field: field)),
                \(key.blindIndex(email.normal)), \(key.number), \(role.rawValue), \(token.digest), \(by),
                \(locale.description), clock_timestamp() + make_interval(mins => \(Int32(LetterTerms.invitationMinutes))))
        on conflict on constraint invitations_email do update
          set invitation_id = excluded.invitation_id, role = excluded.role, token_hash = excluded.token_hash,
              invited_by = excluded.invited_by, locale = excluded.locale, created_at = clock_timestamp(),
              expires_at = excluded.expires_at
        returning invitation_id
        """
    }

    static let list: SQL = """
        select \(fragment: columns) from invitations i order by i.created_at desc, i.invitation_id
         limit \(StaffTerms.invitationsMax)
        """

    static func find(emailIndex: [UInt8]) -> SQL {
        "select i.invitation_id from invitations i where i.email_index = \(emailIndex)"
    }

    static func find(_ id: UUID) -> SQL {
        "select \(fragment: columns) from invitations i where i.invitation_id = \(id)"
    }

    static func find(_ token: SecretToken) -> SQL {
        """
        select \(fragment: columns) from invitations i
         where i.token_hash = \(token.digest) and i.expires_at > clock_timestamp()
        """
    }

    static func take(_ token: SecretToken) -> SQL {
        """
        delete from invitations i
         where i.token_hash = \(token.digest) and i.expires_at > clock_timestamp()
        returning \(fragment: columns)
        """
    }

    static func delete(_ id: UUID) -> SQL {
        "delete from invitations where invitation_id = \(id) returning invitation_id, role"
    }
}
