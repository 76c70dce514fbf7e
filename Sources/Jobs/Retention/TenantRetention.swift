package import Postgres

/// One kind of thing that tenants keep for a time: how the expired ones of one tenant are deleted.
package struct TenantRetention: Sendable {
    /// For the log and the metric: `sessions`, `api_keys`.
    package let name: String
    /// Deletes no more than its argument says, as the tenant itself.
    package let statement: @Sendable (_ limit: Int) -> SQL

    package init(name: String, statement: @escaping @Sendable (_ limit: Int) -> SQL) {
        self.name = name
        self.statement = statement
    }
}
