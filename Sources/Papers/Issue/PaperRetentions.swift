package import Jobs
import Postgres

/// How long papers say for whom they were. Numbers and amounts stay: the books stand on them.
package enum PaperRetentions {
    /// The longest term that tax law sets for invoices where partners sit: ten years from the end of the year.
    static let buyerHours: Int32 = 11 * 366 * 24

    package static var all: [TenantRetention] {
        [
            .expired(
                "paper_buyers", from: "paper_buyers", key: "paper_id", end: "issued_at", keptHours: buyerHours)
        ]
    }
}
