package import Postgres

/// Tells the database which keys tokens may be signed with: those derived from the configured master
/// keys. One that is no longer configured retires after the longest life of a token.
package struct TokenKeyStore: Sendable {
    private let pool: PostgresPool

    /// `pool` logs in as `travelhub_owner`.
    package init(pool: PostgresPool) { self.pool = pool }

    package func synchronise(_ keys: MasterKeys) async throws {
        var statements: [SQL] = keys.keys.map { key in
            let pads = TenantTokenSigner.pads(of: key)
            return """
                insert into tenancy.token_keys (key_id, inner_pad, outer_pad)
                values (\(Int32(key.number)), \(pads.inner), \(pads.outer))
                on conflict (key_id) do update set inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad,
                  retires_at = null
                """
        }
        statements.append(
            """
            update tenancy.token_keys
               set retires_at = clock_timestamp() + make_interval(secs => \(Double(TenantTokenSigner.lifetimeSeconds)))
             where retires_at is null and not key_id = any(\(keys.keys.map { Int32($0.number) }))
            """)
        _ = try await pool.batch(statements)
    }
}
