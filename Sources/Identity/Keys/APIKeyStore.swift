import Foundation
import Postgres
import Tenancy
import Vocabulary
import Web

/// SQL on `api_keys`.
enum APIKeyStore {
    private static let columns: SQL = """
        k.key_id, k.name, k.prefix, k.rights, k.ranges, k.limit_per_hour, k.expires_at, k.replaced_by, k.created_by,
        k.created_at, k.used_at, k.revoked_at
        """

    /// How exact the time of the last use is.
    static let usedSeconds: Int32 = 60

    static func find(digest: [UInt8]) -> SQL {
        """
        select \(fragment: columns) from api_keys k
         where k.key_hash = \(digest) and k.revoked_at is null
           and (k.expires_at is null or k.expires_at > clock_timestamp())
        """
    }

    static func touch(_ id: UUID) -> SQL {
        """
        update api_keys set used_at = clock_timestamp()
         where key_id = \(id)
           and (used_at is null or used_at < clock_timestamp() - make_interval(secs => \(Double(usedSeconds))))
        """
    }

    static func find(_ id: UUID) -> SQL { "select \(fragment: columns) from api_keys k where k.key_id = \(id)" }

    static func lock(_ id: UUID) -> SQL { "\(fragment: find(id)) for no key update of k" }

    static func list(_ filter: APIKeyFilter, _ page: RowPage<APIKeyOrder>, limit: Int) -> SQL {
        var conditions = [page.condition]
        switch filter.state {
        case .live:
            conditions.append(
                "k.revoked_at is null and (k.expires_at is null or k.expires_at > clock_timestamp())")
        case .over: conditions.append("k.revoked_at is null and k.expires_at <= clock_timestamp()")
        case .revoked: conditions.append("k.revoked_at is not null")
        case nil: break
        }
        if let words = filter.words?.lowercased(), !words.isEmpty {
            conditions.append("(strpos(lower(k.name), \(words)) > 0 or strpos(k.prefix, \(words)) > 0)")
        }
        return """
            select \(fragment: columns) from api_keys k where \(fragment: conditions.joined(separator: " and "))
             order by \(fragment: page.ordering) limit \(limit)
            """
    }

    static func names(_ ids: [UUID]) -> SQL {
        "select k.key_id, k.name, k.prefix from api_keys k where k.key_id = any(\(ids))"
    }

    /// Until the end of the transaction; nobody else's keys wait for it.
    static func lockCount(_ tenant: TenantID) -> SQL {
        "select pg_advisory_xact_lock(hashtextextended('api_keys ' || \(tenant.description), 0))::text as gained"
    }

    static let countLive: SQL = """
        select count(*) as live from api_keys
         where revoked_at is null and (expires_at is null or expires_at > clock_timestamp())
        """

    static func insert(_ id: UUID, _ secret: APIKeySecret, _ terms: APIKeyTerms, by: String, tenant: TenantID) -> SQL {
        """
        insert into api_keys
          (tenant_id, key_id, name, prefix, key_hash, rights, ranges, limit_per_hour, expires_at, created_by)
        values (\(tenant), \(id), \(terms.name), \(secret.prefix), \(secret.digest),
                \(terms.rights.inOrder.map(\.description)), \(terms.ranges.map(\.description)),
                \(terms.limitPerHour.map { Int32($0) }), \(terms.expiresAt), \(by))
        """
    }

    static func revoke(_ id: UUID) -> SQL {
        """
        update api_keys set revoked_at = clock_timestamp() where key_id = \(id) and revoked_at is null returning key_id
        """
    }

    /// The old key ends when the overlap does, or earlier if it was to end earlier.
    static func replace(_ id: UUID, by successor: UUID, overlapSeconds: Int) -> SQL {
        """
        update api_keys
           set replaced_by = \(successor),
               expires_at = least(expires_at, clock_timestamp() + make_interval(secs => \(Double(overlapSeconds))))
         where key_id = \(id)
        """
    }
}
