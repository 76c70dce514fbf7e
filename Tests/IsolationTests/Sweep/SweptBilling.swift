import Billing
import Foundation
import Postgres
import Tenancy
import TestSupport
import Vocabulary

@testable import TravelHub

/// What a partner owes the platform: invoices of months that are long over.
enum SweptBilling {
    /// A site that began long ago.
    static func settle(_ partner: SweptPartner, _ sites: SweptSites) async throws {
        _ = try await sites.fleet.admin.single(
            """
            update \(identifier: partner.entry.schema).definitions set created_at = timestamptz '2020-01-01Z'
             where tenant_id = \(partner.entry.id)
            """)
    }

    /// A month that has no invoice yet.
    static func month(_ partner: SweptPartner, _ sites: SweptSites) async throws -> BillingPeriod {
        try await settle(partner, sites)
        let known: Int = try await sites.fleet.tenants.scope(partner.entry).run(
            "select count(*) as known from billing_invoices"
        ).only().get("known")
        guard let period = BillingPeriod(year: 2021 + known / 12, month: known % 12 + 1) else {
            throw Wire.Reply.Missing(description: "no month is left")
        }
        return period
    }

    static func issue(_ partner: SweptPartner, _ sites: SweptSites) async throws -> Invoice {
        let period = try await month(partner, sites)
        return try await sites.hub.billing.issue.issue(
            period, isAgain: true, by: "operator:swept", in: sites.fleet.tenants.scope(partner.entry))
    }
}
