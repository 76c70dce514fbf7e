package import Foundation
package import Vocabulary

/// Whom an account is kept for, so that a booking, a property and a partner each have a statement of their own, and
/// what is decided about one of them looks at few lines.
package struct LedgerSubject: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        case booking
        case hotel
        case partner
    }

    package let kind: Kind
    package let id: UUID

    package init(_ kind: Kind, _ id: UUID) {
        self.kind = kind
        self.id = id
    }
}

/// An account by its name. It needs no opening: the first line on it does that.
package struct LedgerAccount: Hashable, Sendable {
    package let code: AccountCode
    package let currency: CurrencyCode
    package let subject: LedgerSubject?

    /// Nil where the code is kept for somebody else, or for nobody.
    package init?(_ code: AccountCode, _ currency: CurrencyCode, _ subject: LedgerSubject? = nil) {
        guard code.keptFor == subject?.kind else { return nil }
        self.init(known: code, currency, subject)
    }

    private init(known code: AccountCode, _ currency: CurrencyCode, _ subject: LedgerSubject? = nil) {
        self.code = code
        self.currency = currency
        self.subject = subject
    }

    package static func receivable(of booking: UUID, _ currency: CurrencyCode) -> LedgerAccount {
        LedgerAccount(known: .travellerReceivable, currency, LedgerSubject(.booking, booking))
    }

    package static func refunds(of booking: UUID, _ currency: CurrencyCode) -> LedgerAccount {
        LedgerAccount(known: .refundsPayable, currency, LedgerSubject(.booking, booking))
    }

    package static func disputed(of booking: UUID, _ currency: CurrencyCode) -> LedgerAccount {
        LedgerAccount(known: .disputedFunds, currency, LedgerSubject(.booking, booking))
    }

    package static func supplier(_ hotel: UUID, _ currency: CurrencyCode) -> LedgerAccount {
        LedgerAccount(known: .supplierPayable, currency, LedgerSubject(.hotel, hotel))
    }

    package static func partner(_ partner: UUID, _ currency: CurrencyCode) -> LedgerAccount {
        LedgerAccount(known: .partnerPayable, currency, LedgerSubject(.partner, partner))
    }

    package static func revenue(_ currency: CurrencyCode) -> LedgerAccount { .init(known: .tenantRevenue, currency) }
    package static func platformFee(_ currency: CurrencyCode) -> LedgerAccount { .init(known: .platformFee, currency) }
    package static func tax(_ currency: CurrencyCode) -> LedgerAccount { .init(known: .tax, currency) }
    package static func processor(_ currency: CurrencyCode) -> LedgerAccount {
        .init(known: .processorBalance, currency)
    }
    package static func processorFee(_ currency: CurrencyCode) -> LedgerAccount {
        .init(known: .processorFee, currency)
    }
    package static func disputeLoss(_ currency: CurrencyCode) -> LedgerAccount { .init(known: .disputeLoss, currency) }
    package static func bank(_ currency: CurrencyCode) -> LedgerAccount { .init(known: .tenantBank, currency) }
    package static func exchange(_ currency: CurrencyCode) -> LedgerAccount {
        .init(known: .currencyExchange, currency)
    }
}
