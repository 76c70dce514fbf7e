import Foundation
import Outbound
import Postgres
import Tenancy
import Vocabulary

/// SQL on `identity_providers`.
enum ProviderStore {
    private static let columns: SQL = """
        p.provider_id, p.slug, p.name, p.labels::text as labels, p.issuer, p.client_id, p.secret_sealed, p.scopes,
        p.algorithms, p.trusts_email, p.is_enabled, p.created_at, p.changed_at
        """

    static let list: SQL = """
        select \(fragment: columns) from identity_providers p order by p.slug limit \(IdentityProvider.providersMax)
        """

    static func find(_ id: UUID) -> SQL {
        "select \(fragment: columns) from identity_providers p where p.provider_id = \(id)"
    }

    /// Nothing is returned for one that is turned off.
    static func open(slug: String) -> SQL {
        "select \(fragment: columns) from identity_providers p where p.slug = \(slug) and p.is_enabled"
    }

    static let count: SQL = "select count(*) as made from identity_providers"

    /// Nothing is returned when another one has the slug.
    static func insert(_ id: UUID, _ terms: ProviderTerms, secret: String?, _ key: TenantDataKey) throws -> SQL {
        """
        insert into identity_providers
          (tenant_id, provider_id, slug, name, labels, issuer, client_id, secret_sealed, data_key_number, scopes,
           algorithms, trusts_email, is_enabled)
        values (\(key.tenant), \(id), \(terms.slug), \(terms.name), \(terms.labels.json), \(terms.issuer.description),
                \(terms.clientID), \(try sealed(secret, key)), \(key.number), \(terms.scopes),
                \(terms.algorithms.map(\.rawValue)), \(terms.trustsEmail), \(terms.isEnabled))
        on conflict on constraint identity_providers_slug do nothing
        returning provider_id
        """
    }

    /// Without a new secret the old one stays. Nothing is returned when there is no such provider.
    static func update(_ id: UUID, _ terms: ProviderTerms, secret: String?, _ key: TenantDataKey) throws -> SQL {
        """
        update identity_providers
           set slug = \(terms.slug), name = \(terms.name), labels = \(terms.labels.json),
               issuer = \(terms.issuer.description), client_id = \(terms.clientID),
               secret_sealed = coalesce(\(try sealed(secret, key)), secret_sealed), scopes = \(terms.scopes),
               algorithms = \(terms.algorithms.map(\.rawValue)), trusts_email = \(terms.trustsEmail),
               is_enabled = \(terms.isEnabled), changed_at = clock_timestamp()
         where provider_id = \(id)
        returning provider_id
        """
    }

    static func other(with slug: String, than id: UUID) -> SQL {
        "select provider_id from identity_providers where slug = \(slug) and provider_id <> \(id)"
    }

    static func delete(_ id: UUID) -> SQL {
        "delete from identity_providers where provider_id = \(id) returning provider_id"
    }

    private static func sealed(_ secret: String?, _ key: TenantDataKey) throws -> [UInt8]? {
        try secret.map { try key.seal($0, field: IdentityProvider.secretField) }
    }
}
