import Ledger
import Vocabulary

extension NoteIntent {
    /// What the processor kept, and what it turned into another currency: known once it has a line for the charge in its
    /// balance, which may be after its answer to the capture.
    func kept(of taken: Money, _ seen: StripeIntent, _ now: Standing) throws -> [LedgerEntry] {
        let course = now.course(seen)
        var entries: [LedgerEntry] = []
        if let other = seen.exchanged {
            entries.append(
                try .of(.exchanged(taken, into: other), key: now.payment.id.uuid.text, about: course.topic))
        }
        if let fee = seen.fee, fee.minor > 0 { entries.append(try course.fee(fee, at: nil)) }
        return entries
    }

    /// The money was taken before; its line may have come since.
    func late(_ seen: StripeIntent?, _ now: Standing) throws -> Outcome {
        guard let seen, let fee = seen.fee else { return again(now, personFor: .feeUnknown) }
        let entries = try kept(of: now.payment.captured, seen, now)
        return Outcome(
            state: .captured, lookSeconds: nil,
            statements: entries.map(parts.ledger.statement) + [PaymentStore.feeKnown(now.payment.id, fee)])
    }
}
