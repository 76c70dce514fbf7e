package import Foundation

extension BusinessEvent {
    /// Under which its transactions are found.
    package var kind: LedgerKind {
        switch self {
        case .sold: .bookingSold
        case .cancelled: .bookingCancelled
        case .changed: .bookingChanged
        case .goodwill: .goodwillGranted
        case .goodwillSpent: .goodwillSpent
        case .authorized: .paymentAuthorized
        case .captured: .paymentCaptured
        case .feeKept: .processorFee
        case .feeReturned: .processorFeeReturned
        case .refundStarted: .refundStarted
        case .refunded: .refundPaid
        case .refundBrought: .refundBrought
        case .disputed: .disputeOpened
        case .disputeWon: .disputeWon
        case .disputeLost: .disputeLost
        case .disputeOffset: .disputeOffset
        case .feeOwed: .feeOwed
        case .feeWaived: .feeWaived
        case .invoiced: .invoiceIssued
        case .platformFeePaid: .platformFeePaid
        case .supplierPaid: .supplierPaid
        case .taxPaid: .taxPaid
        case .commissionEarned: .commissionEarned
        case .partnerPaid: .partnerPaid
        case .paidOut: .payout
        case .exchanged: .exchange
        }
    }
}

extension LedgerEntry {
    /// What happened as an entry that counts at once, under the event's kind and `key`.
    ///
    /// Throws as `PostingRules.lines`, or `LedgerError.badKey`.
    package static func of(
        _ event: BusinessEvent, key: String, about topic: LedgerTopic, at effectiveAt: Date? = nil
    ) throws(LedgerError) -> LedgerEntry {
        LedgerEntry(
            try LedgerReference(event.kind, key), .single(try PostingRules.lines(event)), about: topic,
            at: effectiveAt)
    }
}
