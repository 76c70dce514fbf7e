import Foundation
package import Jobs

/// Issues one site's invoice for one month. Run once more, it finds the invoice.
package struct BillMonth: Job {
    package static let kind = "billing.month"

    /// `2026-05`
    package let period: String

    package init(period: BillingPeriod) { self.period = period.description }
}
