package import Foundation

/// What a transaction is about: names of things in other rooms, and the processor's own name of its side.
package struct LedgerTopic: Hashable, Sendable {
    package static let none = LedgerTopic()
    package static let processorReferenceCharactersMax = 255

    package var booking: UUID?
    package var payment: UUID?
    package var refund: UUID?
    package var dispute: UUID?
    package var payout: UUID?
    /// For example a charge's or a refund's identifier at Stripe; what reconciliation compares by.
    package var processorReference: String?

    package init(
        booking: UUID? = nil, payment: UUID? = nil, refund: UUID? = nil, dispute: UUID? = nil, payout: UUID? = nil,
        processorReference: String? = nil
    ) {
        self.booking = booking
        self.payment = payment
        self.refund = refund
        self.dispute = dispute
        self.payout = payout
        self.processorReference = processorReference
    }
}

/// One transaction to be written: what moves, or what becomes of one that was written before.
package struct LedgerEntry: Hashable, Sendable {
    package enum Step: Hashable, Sendable {
        /// Counts at once.
        case single(LedgerLines)
        /// Reserves, and counts for nothing until it is posted. Its time is over by the database's clock.
        case pending(LedgerLines, lapsesAfterSeconds: Int?)
        /// Ends a reservation: these lines count, at most what was reserved on each account; the rest is let go.
        case post(LedgerLines, of: LedgerReference)
        /// Ends a reservation with nothing.
        case void(of: LedgerReference)
        /// The same, because its time is over.
        case lapse(of: LedgerReference)
        /// Takes back what counts: the same lines the other way round. Once, and not of a reversal.
        case reversal(of: LedgerReference)
    }

    /// The longest that a reservation waits for its end: a year.
    package static let lapseSecondsMax = 31_622_400

    package let reference: LedgerReference
    package let step: Step
    /// What is nil here is taken from the entry that a step is of.
    package let topic: LedgerTopic
    /// When it happened; nil for now, by the database's clock. Recorded beside it is when it was written.
    package let effectiveAt: Date?

    package init(_ reference: LedgerReference, _ step: Step, about topic: LedgerTopic, at effectiveAt: Date? = nil) {
        self.reference = reference
        self.step = step
        self.topic = topic
        self.effectiveAt = effectiveAt
    }

    /// Takes `reference` back.
    package static func reversal(
        of reference: LedgerReference, about topic: LedgerTopic = .none, at effectiveAt: Date? = nil
    ) -> LedgerEntry {
        LedgerEntry(LedgerReference(.reversed, of: reference), .reversal(of: reference), about: topic, at: effectiveAt)
    }

    /// Writes down that the time of `reference` is over.
    package static func lapse(of reference: LedgerReference) -> LedgerEntry {
        LedgerEntry(LedgerReference(.lapsed, of: reference), .lapse(of: reference), about: .none)
    }
}
