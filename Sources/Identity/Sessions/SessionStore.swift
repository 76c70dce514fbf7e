import Foundation
import Postgres
import Tenancy
import Vocabulary

/// SQL on `sessions` and `refresh_tokens`.
enum SessionStore {
    /// Begun by signing in.
    struct New: Sendable {
        let id: UUID
        let account: UUID
        let tokenHash: [UInt8]?
        let factor: Factor
        let device: Device
        let seconds: Int
        var impersonator: String?
        var reason: String?
    }

    enum Factor: String, Sendable {
        /// The account has none.
        case none
        /// The password was right; the code is still to come. Opens nothing.
        case pending
        case passed
    }

    /// Used by nobody for so long, a session is over whatever its end.
    static let idleDays: Int32 = 14
    /// How exact the time of the last use is.
    static let seenSeconds: Int32 = 300

    static func insert(_ new: New, _ key: TenantDataKey) throws -> SQL {
        """
        insert into sessions
          (tenant_id, session_id, account_id, kind, token_hash, factor, device_sealed, device_index, impersonator,
           reason, expires_at)
        values (\(key.tenant), \(new.id), \(new.account), \(new.tokenHash == nil ? "program" : "browser"),
                \(new.tokenHash), \(new.factor.rawValue), \(try new.device.sealed(key)), \(new.device.index(key)),
                \(new.impersonator), \(new.reason), clock_timestamp() + make_interval(secs => \(Double(new.seconds))))
        """
    }

    private static let isLive: SQL = """
        s.revoked_at is null and s.expires_at > clock_timestamp()
        and s.seen_at > clock_timestamp() - make_interval(days => \(idleDays)) and a.state = 'open'
        """

    private static let callerColumns: SQL = """
        a.account_id, a.role, a.locale, a.name_sealed, s.session_id, s.impersonator, s.expires_at, s.factor
        """

    static func find(tokenHash: [UInt8]) -> SQL {
        """
        select \(fragment: callerColumns) from sessions s
          join accounts a on a.tenant_id = s.tenant_id and a.account_id = s.account_id
         where s.token_hash = \(tokenHash) and \(fragment: isLive)
        """
    }

    static func find(_ session: UUID, of account: UUID) -> SQL {
        """
        select \(fragment: callerColumns) from sessions s
          join accounts a on a.tenant_id = s.tenant_id and a.account_id = s.account_id
         where s.session_id = \(session) and s.account_id = \(account) and s.kind = 'program'
           and s.factor <> 'pending' and \(fragment: isLive)
        """
    }

    /// Writes only now and then.
    static func touch(tokenHash: [UInt8]) -> SQL {
        """
        update sessions set seen_at = clock_timestamp()
         where token_hash = \(tokenHash) and revoked_at is null
           and seen_at < clock_timestamp() - make_interval(secs => \(Double(seenSeconds)))
        """
    }

    static func touch(_ session: UUID) -> SQL {
        """
        update sessions set seen_at = clock_timestamp()
         where session_id = \(session) and revoked_at is null
           and seen_at < clock_timestamp() - make_interval(secs => \(Double(seenSeconds)))
        """
    }

    /// Whether the account was used before, and from such a device. One that is older than its first session is used:
    /// sessions that are long over are not kept.
    static func known(_ account: UUID, deviceIndex: [UInt8]) -> SQL {
        """
        select exists (select from sessions where account_id = \(account) and impersonator is null)
                 or exists (select from accounts
                             where account_id = \(account)
                               and created_at < clock_timestamp() - make_interval(days => 1)) as used,
               exists (select from sessions where account_id = \(account) and device_index = \(deviceIndex)) as known
        """
    }

    /// A wrong code; with the last that is allowed the session is over.
    static func countTry(_ session: UUID, triesMax: Int) -> SQL {
        """
        update sessions set tries = tries + 1,
                            revoked_at = case when tries + 1 >= \(Int32(triesMax)) then clock_timestamp() end
         where session_id = \(session) and revoked_at is null
        """
    }

    /// Those that are still good, the last used first.
    static func list(of account: UUID) -> SQL {
        """
        select s.session_id, s.kind, s.device_sealed, s.created_at, s.seen_at, s.expires_at, s.impersonator
          from sessions s
         where s.account_id = \(account) and s.revoked_at is null and s.expires_at > clock_timestamp()
           and s.factor <> 'pending'
         order by s.seen_at desc, s.session_id limit 100
        """
    }

    static func revoke(_ session: UUID, of account: UUID) -> SQL {
        """
        update sessions set revoked_at = clock_timestamp()
         where session_id = \(session) and account_id = \(account) and revoked_at is null
        returning session_id, impersonator
        """
    }

    /// All of an account's, or all but the one that asks.
    static func revokeAll(of account: UUID, but kept: UUID?) -> SQL {
        """
        update sessions set revoked_at = clock_timestamp()
         where account_id = \(account) and revoked_at is null
           and (\(kept)::uuid is null or session_id <> \(kept))
        returning session_id
        """
    }

    static func insertRefresh(_ tokenHash: [UInt8], session: UUID, tenant: TenantID) -> SQL {
        """
        insert into refresh_tokens (tenant_id, token_hash, session_id) values (\(tenant), \(tokenHash), \(session))
        """
    }

    /// Uses it up. Nothing is returned for one that was used before, or never was.
    static func useRefresh(_ tokenHash: [UInt8]) -> SQL {
        """
        update refresh_tokens set used_at = clock_timestamp()
         where token_hash = \(tokenHash) and used_at is null returning session_id
        """
    }

    /// The family of a token that was used before.
    static func family(of tokenHash: [UInt8]) -> SQL {
        "select session_id from refresh_tokens where token_hash = \(tokenHash)"
    }

    static func family(_ session: UUID) -> SQL {
        """
        select s.session_id, s.account_id from sessions s
          join accounts a on a.tenant_id = s.tenant_id and a.account_id = s.account_id
         where s.session_id = \(session) and s.kind = 'program' and \(fragment: isLive)
        """
    }

    static func end(_ session: UUID) -> SQL {
        "update sessions set revoked_at = clock_timestamp() where session_id = \(session) and revoked_at is null"
    }
}
