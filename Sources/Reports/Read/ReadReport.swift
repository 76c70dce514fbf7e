package import Tenancy
package import Vocabulary
import Postgres

/// Reads a report of a site. One statement.
package struct ReadReport: Sendable {
    package init() {}

    /// - Parameter zone: the site's, an IANA name.
    ///
    /// Throws `PostgresError`.
    package func read(
        _ kind: ReportKind, _ range: ReportRange, _ filter: ReportFilter = ReportFilter(), zone: String,
        in scope: TenantScope
    ) async throws -> Report {
        let measures = kind.measures
        let rows = try await scope.run(ReportStore.lines(kind, range, filter, zone: zone))
        return Report(
            kind: kind, range: range, zone: zone,
            lines: try rows.map { row in
                Report.Line(
                    // A week or a month that began before the range is in it from there on.
                    period: max(try row.get("period"), range.from), locale: try row.get("locale"),
                    currency: try row.get("currency"), values: try measures.map { try row.get($0.name) })
            })
    }
}
