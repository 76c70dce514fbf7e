package import Foundation
import Postgres
import Pricing
package import Tenancy
package import Vocabulary

/// What the month that is under way comes to so far, as its invoice will reckon it.
package struct BillPreview: Hashable, Sendable {
    package let terms: BillingTerms
    package let period: BillingPeriod
    package let calls: Int
    /// Nil where fees are owed in a currency that has no rate.
    package let bill: Bill?
}

/// Reckons without taking anything.
package struct PreviewBill: Sendable {
    let parts: BillingParts

    /// Two round trips.
    ///
    /// Throws `BillingError.unknown`, `.amountOutOfRange`, or `PostgresError`.
    package func preview(in scope: TenantScope) async throws -> BillPreview {
        let terms = try await parts.terms(of: scope)
        let now = parts.clock.now()
        let today = try terms.day(of: now)
        guard let period = BillingPeriod(of: today) else { throw BillingError.notOver }
        let rates = try await parts.rates(today)
        let read = try await scope.run([
            FeeStore.due(before: now), FeeStore.calls(period.from, until: period.until), FeeStore.begun,
        ])
        return try Self.preview(period, terms, rates, read)
    }

    /// From the rows of fees, calls and the site's beginning.
    private static func preview(
        _ period: BillingPeriod, _ terms: BillingTerms, _ rates: ExchangeRates?, _ read: [Rows]
    ) throws -> BillPreview {
        let calls: Int = try read[1].only().get("calls")
        let fees = try read[0].map { try FeeSum($0) }
        let begun = try IssueInvoice.begun(try read[2].only(), terms)
        let ended = try terms.ended
        let bill: Bill?
        do throws(BillingError) {
            bill = try Bill(terms.billing, period, begun: begun, ended: ended, fees: fees, calls: calls, rates: rates)
        } catch .noRate {
            bill = nil
        }
        return BillPreview(terms: terms, period: period, calls: calls, bill: bill)
    }
}
