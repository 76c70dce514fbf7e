import Billing
import Console
import Foundation
import Identity
import Messaging
import Pricing
import Rates
import Tenancy
import Vocabulary
import Web

/// Tenant billing put together: whose terms, whose money, which rates, who is written to.
extension Hub {
    var billing: BillingFeature {
        BillingFeature(
            parts: BillingParts(
                seller: base.settings.seller,
                rates: { [rates] in try await rates.history.rates(on: $0, within: rates.staleness) },
                terms: { [profiles, platform, identifiers = base.identifiers] entry in
                    do {
                        let profile = try await profiles.profile(entry)
                        let life = TenantLife(platform: platform, identifiers: identifiers)
                        return BillingTerms(of: profile, endedAt: try await life.archivedAt(entry))
                    } catch TenantProfiles.Fault.noSite {
                        return nil
                    }
                },
                recipients: { [identity, profiles] scope in
                    try await Self.keepers(scope, try await profiles.profile(scope.entry), identity.read)
                },
                mail: mail.enqueue, clock: base.clock, identifiers: base.identifiers))
    }

    /// What of it waits for its time.
    var billingRun: BillingRun { billing.run(queue: jobs, round: round) }

    /// Operators' look at all of it, by the login that sees all partners' rows there.
    var invoiceDesk: InvoiceDesk {
        InvoiceDesk(
            billing: billing, register: InvoiceRegister(pool: worker), directory: directory, tenants: tenants,
            platform: platform)
    }

    /// Those of the staff who may see to money, and the address that the partner's folder names; each in their language.
    private static func keepers(
        _ scope: TenantScope, _ profile: TenantProfile, _ read: ReadAccount
    ) async throws -> [BillingRecipient] {
        let staff: [Account]
        do { staff = try await read.staff(in: scope) } catch is DataKeys.Fault {
            // Erased: there is nobody left to write to.
            return []
        }
        let keepers = staff.filter { $0.role.rights.allow(StaffRight(.finance, .write)) }.map { one in
            BillingRecipient(
                key: one.id.text,
                MailRecipient(MailAddress(one.email), name: one.name.isEmpty ? nil : one.name), in: one.locale)
        }
        guard let address = profile.definition.billing.mail.flatMap(MailAddress.init),
            !keepers.contains(where: { $0.recipient.address.normal == address.normal })
        else { return keepers }
        return keepers + [
            BillingRecipient(key: "folder", MailRecipient(address), in: profile.defaultLocale)
        ]
    }
}
