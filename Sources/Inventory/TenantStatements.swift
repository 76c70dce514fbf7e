package import Postgres
package import Tenancy

/// What a read needs of a tenant: a scope answers alone, a transaction among its other statements.
package protocol TenantStatements: Sendable {
    func run(_ statements: [SQL]) async throws -> [Rows]
}

extension TenantScope: TenantStatements {}
extension TenantTransaction: TenantStatements {}
