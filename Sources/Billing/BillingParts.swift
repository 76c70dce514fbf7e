package import Foundation
package import Ledger
package import Messaging
package import Pricing
package import Tenancy
package import Vocabulary

/// Somebody who is written to about invoices.
package struct BillingRecipient: Hashable, Sendable {
    /// What tells them apart: an account's identifier, or what stands for the address of the folder.
    package let key: String
    package let recipient: MailRecipient
    package let locale: LocaleTag

    package init(key: String, _ recipient: MailRecipient, in locale: LocaleTag) {
        self.key = key
        self.recipient = recipient
        self.locale = locale
    }
}

/// What the verbs of this room share.
package struct BillingParts: Sendable {
    /// The rates in force on a day; nil where there are none.
    package typealias Rates = @Sendable (CalendarDate) async throws -> ExchangeRates?
    /// The terms of a site; nil for one that was never applied.
    package typealias Terms = @Sendable (TenantEntry) async throws -> BillingTerms?
    /// Who looks after a site's money.
    package typealias Recipients = @Sendable (TenantScope) async throws -> [BillingRecipient]

    let seller: PlatformSeller
    let rates: Rates
    let terms: Terms
    let recipients: Recipients
    let mail: EnqueueMail
    let ledger: Ledger
    let audit: AuditTrail
    let clock: WallClock
    let identifiers: IdentifierSource

    package init(
        seller: PlatformSeller, rates: @escaping Rates, terms: @escaping Terms, recipients: @escaping Recipients,
        mail: EnqueueMail, clock: WallClock, identifiers: IdentifierSource
    ) {
        self.seller = seller
        self.rates = rates
        self.terms = terms
        self.recipients = recipients
        self.mail = mail
        ledger = Ledger(identifiers: identifiers)
        audit = AuditTrail(identifiers: identifiers)
        self.clock = clock
        self.identifiers = identifiers
    }

    /// Throws `BillingError.unknown` for a site that was never applied.
    func terms(of scope: TenantScope) async throws -> BillingTerms {
        guard let terms = try await terms(scope.entry) else { throw BillingError.unknown }
        return terms
    }
}
