import Foundation
import Outbound
import Postgres
import Tenancy
import Vocabulary

/// SQL on `identity_links` and `identity_states`.
enum LinkStore {
    static let labelField = "identity_links.label"

    /// Who somebody is at a provider.
    struct Subject: Sendable {
        let provider: UUID
        let issuer: String
        let index: [UInt8]

        init(_ provider: IdentityProvider, _ subject: String, _ key: TenantDataKey) {
            self.provider = provider.id
            issuer = provider.terms.issuer.description
            index = key.blindIndex(subject)
        }
    }

    static func find(_ subject: Subject) -> SQL {
        """
        select l.link_id, l.account_id from identity_links l
         where l.provider_id = \(subject.provider) and l.issuer = \(subject.issuer)
           and l.subject_index = \(subject.index)
        """
    }

    /// Nothing is returned when the person has an account linked already.
    static func insert(
        _ id: UUID, _ subject: Subject, of account: UUID, label: String, _ key: TenantDataKey
    ) throws -> SQL {
        """
        insert into identity_links
          (tenant_id, link_id, account_id, provider_id, issuer, subject_index, label_sealed, data_key_number)
        values (\(key.tenant), \(id), \(account), \(subject.provider), \(subject.issuer), \(subject.index),
                \(try key.seal(label, field: labelField)), \(key.number))
        on conflict on constraint identity_links_subject do nothing
        returning link_id
        """
    }

    static func touch(_ id: UUID) -> SQL {
        "update identity_links set used_at = clock_timestamp() where link_id = \(id)"
    }

    static func list(of account: UUID) -> SQL {
        """
        select l.link_id, p.slug, p.name, p.labels::text as labels, l.label_sealed, l.created_at, l.used_at
          from identity_links l
          join identity_providers p on p.tenant_id = l.tenant_id and p.provider_id = l.provider_id
         where l.account_id = \(account) order by l.link_id limit \(LinkedIdentities.listMax)
        """
    }

    static func delete(_ id: UUID, of account: UUID) -> SQL {
        """
        delete from identity_links l using identity_providers p
         where l.link_id = \(id) and l.account_id = \(account)
           and p.tenant_id = l.tenant_id and p.provider_id = l.provider_id
        returning p.slug, p.name, p.labels::text as labels
        """
    }

    static func count(of account: UUID) -> SQL {
        "select count(*) as linked from identity_links where account_id = \(account)"
    }

    /// Uses a state up. Nothing is returned for one that came back before.
    static func use(stateHash: [UInt8], seconds: Int, tenant: TenantID) -> SQL {
        """
        insert into identity_states (tenant_id, state_hash, expires_at)
        values (\(tenant), \(stateHash), clock_timestamp() + make_interval(secs => \(Double(seconds))))
        on conflict do nothing returning state_hash
        """
    }

    /// States that nobody could bring back any more, whatever their cookie says.
    static let sweepStates: SQL = "delete from identity_states where expires_at < clock_timestamp()"
}
