package import Postgres

/// The application's pool together with the signer: nothing else can open a tenant's scope.
///
/// Connections log in as `travelhub_app`, which owns nothing and sees nothing without a token.
package struct TenantDatabase: Sendable {
    let pool: PostgresPool
    let signer: TenantTokenSigner

    package init(pool: PostgresPool, signer: TenantTokenSigner) {
        self.pool = pool
        self.signer = signer
    }

    package func scope(_ entry: TenantEntry) -> TenantScope { TenantScope(entry: entry, database: self) }

    /// Sent in front of the first statement, in the same round trip. Both settings are local to the
    /// transaction; `pg_temp` comes last so that no temporary object can stand for a real one.
    func context(for entry: TenantEntry) -> ContextStatements {
        let path = "\(entry.schema), shared, pg_temp"
        return { [signer] session in
            let token = signer.token(for: entry, backendPID: session.backendPID)
            return ["select set_config('search_path', \(path), true), set_config('tenancy.token', \(token), true)"]
        }
    }
}
