package import Foundation

/// What kind of event a transaction tells of. Rooms name their own; the ledger's are below.
package struct LedgerKind: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    /// Nil unless it is one or two words of small letters, parted by a full stop: `payment.captured`.
    package init?(rawValue: String) {
        guard rawValue.wholeMatch(of: /[a-z][a-z_]{1,30}(\.[a-z][a-z_]{1,30})?/) != nil else { return nil }
        self.rawValue = rawValue
    }

    private init(known: String) { rawValue = known }

    package var description: String { rawValue }

    package static let bookingSold = LedgerKind(known: "booking.sold")
    package static let bookingChanged = LedgerKind(known: "booking.changed")
    package static let bookingCancelled = LedgerKind(known: "booking.cancelled")
    package static let goodwillGranted = LedgerKind(known: "goodwill.granted")
    package static let goodwillSpent = LedgerKind(known: "goodwill.spent")
    package static let paymentAuthorized = LedgerKind(known: "payment.authorized")
    package static let paymentCaptured = LedgerKind(known: "payment.captured")
    package static let paymentVoided = LedgerKind(known: "payment.voided")
    package static let processorFee = LedgerKind(known: "processor.fee")
    package static let processorFeeReturned = LedgerKind(known: "processor.fee_returned")
    package static let refundStarted = LedgerKind(known: "refund.started")
    package static let refundPaid = LedgerKind(known: "refund.paid")
    package static let refundFailed = LedgerKind(known: "refund.failed")
    package static let refundBrought = LedgerKind(known: "refund.brought")
    package static let disputeOpened = LedgerKind(known: "dispute.opened")
    package static let disputeWon = LedgerKind(known: "dispute.won")
    package static let disputeLost = LedgerKind(known: "dispute.lost")
    package static let disputeOffset = LedgerKind(known: "dispute.offset")
    package static let feeOwed = LedgerKind(known: "booking.fee_owed")
    package static let feeWaived = LedgerKind(known: "booking.fee_waived")
    package static let invoiceIssued = LedgerKind(known: "invoice.issued")
    package static let platformFeePaid = LedgerKind(known: "platform_fee.paid")
    package static let supplierPaid = LedgerKind(known: "supplier.paid")
    package static let taxPaid = LedgerKind(known: "tax.paid")
    package static let commissionEarned = LedgerKind(known: "commission.earned")
    package static let partnerPaid = LedgerKind(known: "partner.paid")
    package static let payout = LedgerKind(known: "payout.paid")
    package static let exchange = LedgerKind(known: "currency.exchanged")
    /// A transaction taken back, under the key `<kind>/<key>` of the one it takes back.
    package static let reversed = LedgerKind(known: "ledger.reversed")
    /// A reservation whose time was over, under the key `<kind>/<key>`.
    package static let lapsed = LedgerKind(known: "ledger.lapsed")
}

/// What makes a transaction the same one when it comes again: its kind, and a key that the caller takes from its own
/// identifiers. Unique in a tenant.
package struct LedgerReference: Hashable, Sendable, CustomStringConvertible {
    /// Shorter than the database's, so that what is made of a reference has room for its kind.
    package static let keyCharactersMax = 180

    package let kind: LedgerKind
    package let key: String

    /// Throws `LedgerError.badKey` for a key that is empty, too long, or holds U+0000.
    package init(_ kind: LedgerKind, _ key: String) throws(LedgerError) {
        guard (1...Self.keyCharactersMax).contains(key.unicodeScalars.count), !key.unicodeScalars.contains("\0") else {
            throw .badKey
        }
        self.kind = kind
        self.key = key
    }

    /// Of what is done to another entry.
    init(_ kind: LedgerKind, of other: LedgerReference) {
        self.kind = kind
        self.key = other.description
    }

    package init(_ kind: LedgerKind, _ id: UUID) {
        self.kind = kind
        self.key = id.uuidString.lowercased()
    }

    package var description: String { "\(kind)/\(key)" }
}
