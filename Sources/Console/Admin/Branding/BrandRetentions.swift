package import Jobs
import Postgres

/// How long a look is kept that somebody began and did not go on with.
package enum BrandRetentions {
    static let sketchDays: Int32 = 30

    package static let all = [
        TenantRetention.expired(
            "brand_sketches", from: "brand_sketches", key: "account_id", end: "changed_at", keptHours: sketchDays * 24)
    ]
}
