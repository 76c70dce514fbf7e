import Postgres

/// An operator who is signed in already, so that a test of what operators do need not hash a password first. The
/// session is one like every other: the same routes look it up in the same table.
package enum TestOperator {
    package static let name = "operator"
    /// The bearer token; known beforehand, because it is written by its digest.
    package static let token = "tho_" + String(repeating: "O", count: 43)

    /// Once for each database, however often it is asked for.
    package static func settle(_ fleet: TestFleet) async throws {
        _ = try await fleet.admin.single(
            """
            with made as (
              insert into platform.operators (operator_id, name, email, password_hash, factor_sealed, master_key_number)
              values (gen_random_uuid(), \(name), 'operator@example.com', 'none', '\\x00', 1)
              on conflict do nothing returning operator_id
            )
            insert into platform.operator_sessions (session_id, operator_id, token_hash, address, expires_at)
            select gen_random_uuid(), operator_id, sha256(convert_to(\(token), 'UTF8')), '127.0.0.1',
                   clock_timestamp() + interval '8 hours'
              from made
            """)
    }
}
