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

    /// Rows of one table that ended so long ago, those that ended first before the others.
    ///
    /// - Parameters:
    ///   - key: names a row beside its tenant.
    ///   - end: a column; a row without one has no end. An index of the table should begin with the tenant and this.
    package static func expired(
        _ name: String, from table: SQL, key: SQL, end: SQL = "expires_at", keptHours: Int32 = 0
    ) -> TenantRetention {
        TenantRetention(name: name) { limit in
            """
            delete from \(fragment: table)
             where (tenant_id, \(fragment: key)) in (
               select tenant_id, \(fragment: key) from \(fragment: table)
                where \(fragment: end) <= (select clock_timestamp()) - make_interval(hours => \(keptHours))
                order by \(fragment: end) limit \(limit))
            """
        }
    }
}
