/// The chart of accounts: what a partner's money is counted under. The database holds the same chart
/// (`migrations/tenant/0015_ledger`), and a test holds both together.
package enum AccountCode: String, CaseIterable, Hashable, Sendable {
    /// What travellers owe for what was sold to them.
    case travellerReceivable = "traveller_receivable"
    /// What was promised back to them and has not left the processor yet: a cancellation and its refund are two
    /// events, with days between them.
    case refundsPayable = "refunds_payable"
    /// What the processor withholds while a dispute is open; neither spent nor at hand.
    case disputedFunds = "disputed_funds"
    /// Net prices owed to properties.
    case supplierPayable = "supplier_payable"
    /// Commissions owed to those who brought the traveller.
    case partnerPayable = "partner_payable"
    /// What is left to the tenant.
    case tenantRevenue = "tenant_revenue"
    /// The platform's fee, owed by the tenant.
    case platformFee = "platform_fee"
    /// Taxes collected, owed to whoever levies them.
    case tax
    /// Money of the tenant's at the payment processor.
    case processorBalance = "processor_balance"
    /// What the processor keeps for itself.
    case processorFee = "processor_fee"
    /// Disputes that were lost.
    case disputeLoss = "dispute_loss"
    /// The tenant's own bank: where payouts go.
    case tenantBank = "tenant_bank"
    /// Between two currencies of one exchange, so that each of them sums to zero. Rounding needs no account: parts
    /// are allocated to the last minor unit.
    case currencyExchange = "currency_exchange"

    package enum Side: String, Sendable {
        case debit
        case credit
    }

    /// The side on which the account grows.
    package var normalSide: Side {
        switch self {
        case .travellerReceivable, .disputedFunds, .processorBalance, .processorFee, .disputeLoss, .tenantBank,
            .currencyExchange:
            .debit
        case .refundsPayable, .supplierPayable, .partnerPayable, .tenantRevenue, .platformFee, .tax: .credit
        }
    }

    /// Whom an account of this code is kept for; nil for the tenant as a whole.
    package var keptFor: LedgerSubject.Kind? {
        switch self {
        case .travellerReceivable, .refundsPayable, .disputedFunds: .booking
        case .supplierPayable: .hotel
        case .partnerPayable: .partner
        case .tenantRevenue, .platformFee, .tax, .processorBalance, .processorFee, .disputeLoss, .tenantBank,
            .currencyExchange:
            nil
        }
    }
}
