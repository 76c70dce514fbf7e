package import Foundation
package import Vocabulary

/// A payment's way through the books, as entries under keys that follow from the payment's own identifiers: so a step
/// that is told twice is written once, and each finds the one before it.
package struct PaymentCourse: Hashable, Sendable {
    package let booking: UUID
    package let payment: UUID
    /// The processor's name of the charge.
    package var processorReference: String?

    package init(booking: UUID, payment: UUID, processorReference: String? = nil) {
        self.booking = booking
        self.payment = payment
        self.processorReference = processorReference
    }

    package var authorization: LedgerReference { LedgerReference(.paymentAuthorized, payment) }

    /// Reserves `amount` until it is captured, voided, or its time is over.
    ///
    /// Throws as `PostingRules.lines`.
    package func authorized(_ amount: Money, lapsesAfterSeconds: Int?) throws(LedgerError) -> LedgerEntry {
        LedgerEntry(
            authorization,
            .pending(
                try PostingRules.lines(.authorized(booking: booking, amount)), lapsesAfterSeconds: lapsesAfterSeconds),
            about: topic)
    }

    /// - Parameter isAuthorized: it was reserved before; otherwise it is captured at once.
    ///
    /// Throws as `PostingRules.lines`.
    package func captured(_ amount: Money, isAuthorized: Bool = true, at time: Date?) throws(LedgerError) -> LedgerEntry
    {
        let lines = try PostingRules.lines(.captured(booking: booking, amount))
        return LedgerEntry(
            LedgerReference(.paymentCaptured, payment),
            isAuthorized ? .post(lines, of: authorization) : .single(lines), about: topic, at: time)
    }

    /// What the processor kept of it.
    ///
    /// Throws as `PostingRules.lines`.
    package func fee(_ amount: Money, at time: Date?) throws(LedgerError) -> LedgerEntry {
        LedgerEntry(
            LedgerReference(.processorFee, payment), .single(try PostingRules.lines(.feeKept(amount))), about: topic,
            at: time)
    }

    package func voided(at time: Date? = nil) -> LedgerEntry {
        LedgerEntry(LedgerReference(.paymentVoided, payment), .void(of: authorization), about: topic, at: time)
    }

    /// What its entries are about.
    package var topic: LedgerTopic {
        LedgerTopic(booking: booking, payment: payment, processorReference: processorReference)
    }
}

/// A refund's: reserved when it is asked for, so that two at once do not both take the same money; posted when the
/// processor has paid it.
package struct RefundCourse: Hashable, Sendable {
    package let booking: UUID
    package let payment: UUID
    package let refund: UUID
    package var processorReference: String?

    package init(booking: UUID, payment: UUID, refund: UUID, processorReference: String? = nil) {
        self.booking = booking
        self.payment = payment
        self.refund = refund
        self.processorReference = processorReference
    }

    private var start: LedgerReference { LedgerReference(.refundStarted, refund) }

    /// Throws as `PostingRules.lines`.
    package func started(_ amount: Money) throws(LedgerError) -> LedgerEntry {
        LedgerEntry(
            start,
            .pending(try PostingRules.lines(.refundStarted(booking: booking, amount)), lapsesAfterSeconds: nil),
            about: topic)
    }

    /// Throws as `PostingRules.lines`.
    package func paid(_ amount: Money, at time: Date?) throws(LedgerError) -> LedgerEntry {
        LedgerEntry(
            LedgerReference(.refundPaid, refund),
            .post(try PostingRules.lines(.refunded(booking: booking, amount)), of: start), about: topic, at: time)
    }

    /// What left in another currency than it was promised in.
    package var exchange: LedgerReference { LedgerReference(.exchange, refund) }

    /// Throws as `PostingRules.lines`.
    package func exchanged(_ left: Money, into amount: Money) throws(LedgerError) -> LedgerEntry {
        LedgerEntry(exchange, .single(try PostingRules.lines(.exchanged(left, into: amount))), about: topic)
    }

    package func failed(at time: Date?) -> LedgerEntry {
        LedgerEntry(LedgerReference(.refundFailed, refund), .void(of: start), about: topic, at: time)
    }

    private var topic: LedgerTopic {
        LedgerTopic(booking: booking, payment: payment, refund: refund, processorReference: processorReference)
    }
}
