package import Jobs
import Postgres

/// How long Identity keeps what is over. Whatever is over opens nothing from that moment on; what is kept beyond it
/// is kept for somebody to look at.
package enum IdentityRetentions {
    /// A device is known again by its last session, and whoever comes from an unknown one is written to.
    static let sessionDays: Int32 = 30
    /// Staff see that somebody did not answer, and ask again.
    static let invitationDays: Int32 = 30
    /// The trail names keys by their identifiers: whose they were can be looked up for as long.
    static let keyDays: Int32 = 365

    /// Sessions go after their refresh tokens, so that a batch is a batch and no cascade.
    package static var all: [TenantRetention] {
        [refreshTokens, sessions, mailProofs, invitations, states, keys, signingKeys]
    }

    private static let refreshTokens = TenantRetention(name: "refresh_tokens") { limit in
        """
        delete from refresh_tokens
         where (tenant_id, token_hash) in (
           select r.tenant_id, r.token_hash
             from (select tenant_id, session_id from sessions
                    where expires_at <= (select clock_timestamp()) - make_interval(days => \(sessionDays))
                    order by expires_at limit \(limit)) s
             join refresh_tokens r on r.tenant_id = s.tenant_id and r.session_id = s.session_id
            limit \(limit))
        """
    }

    private static let sessions = TenantRetention(name: "sessions") { limit in
        """
        delete from sessions
         where (tenant_id, session_id) in (
           select s.tenant_id, s.session_id from sessions s
            where s.expires_at <= (select clock_timestamp()) - make_interval(days => \(sessionDays))
              and not exists (
                select from refresh_tokens r where r.tenant_id = s.tenant_id and r.session_id = s.session_id)
            order by s.expires_at limit \(limit))
        """
    }

    /// Those of letters, and tickets of operators to act as somebody.
    private static let mailProofs = TenantRetention.expired("mail_proofs", from: "mail_proofs", key: "token_hash")

    private static let invitations = TenantRetention.expired(
        "invitations", from: "invitations", key: "invitation_id", keptHours: invitationDays * 24)

    private static let states = TenantRetention.expired("openid_states", from: "identity_states", key: "state_hash")

    /// One that an older key names as its successor goes after that one.
    private static let keys = TenantRetention(name: "api_keys") { limit in
        """
        delete from api_keys
         where (tenant_id, key_id) in (
           select k.tenant_id, k.key_id from api_keys k
            where least(k.revoked_at, k.expires_at) <= (select clock_timestamp()) - make_interval(days => \(keyDays))
              and (k.revoked_at is not null or k.expires_at is not null)
              and not exists (select from api_keys o where o.tenant_id = k.tenant_id and o.replaced_by = k.key_id)
            order by least(k.revoked_at, k.expires_at) limit \(limit))
        """
    }

    private static let signingKeys = TenantRetention.expired(
        "signing_keys", from: "signing_keys", key: "key_id", end: "verifies_until")
}
