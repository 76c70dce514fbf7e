import Bookings
import Foundation
import Ledger
import Vocabulary

/// What a dispute, as it stands now, does to the money.
struct DisputeCourse {
    let dispute: Dispute
    /// As it stood here; nil where it was not known.
    let before: Dispute.State?
    /// As it stood before.
    let payment: Payment
    let owed: OwedBack
    /// Of what is owed, what somebody is asked to bring another way, in minor units.
    let waiting: Int

    /// Each is written once, however often it is told: what the processor moved under its own name for it.
    ///
    /// Throws `LedgerError`.
    func entries(_ movements: [StripeMovement]) throws -> [LedgerEntry] {
        guard movements.contains(where: { $0.amount < 0 }) else { return [] }
        let (booking, amount) = (payment.booking.uuid, dispute.amount)
        var entries = [try entry(.disputed(booking: booking, amount))] + (try fees(movements))
        switch dispute.state {
        case .won: entries.append(try entry(.disputeWon(booking: booking, amount)))
        case .lost: entries.append(try entry(.disputeLost(booking: booking, amount)))
        case .inquiry, .open, .closed: break
        }
        entries += try exchanges(movements)
        return entries + (try settled.entries(payment.booking, key: dispute.processorName))
    }

    /// What the traveller was owed while the bank had it, now that it is back.
    func refund(_ identifiers: IdentifierSource) -> NewRefund? {
        guard returned > 0 else { return nil }
        return NewRefund(
            id: RefundID(identifiers.next()), payment: payment.id, booking: payment.booking,
            amount: Money(minor: returned, dispute.amount.currency), cause: .owed, actor: "system", reason: nil)
    }

    /// Another dispute of the booking, of which the bank has not decided yet.
    var isAnotherOpen: Bool { owed.withheld - (before == .open ? dispute.amount.minor : 0) > 0 }

    /// Still owed after it, in minor units.
    var left: Int { owed.owed - settled.offset.minor - settled.spent.minor - returned }

    /// All that this payment has of it: the processor gives none of a payment back while any of it is disputed.
    private var returned: Int {
        guard dispute.state == .won else { return 0 }
        let withheld = payment.disputed.minor - (before == .open ? dispute.amount.minor : 0)
        let there = payment.captured.minor - payment.refunded.minor - max(0, withheld)
        let back = max(0, min(owed.owed - waiting, there))
        return back - back % dispute.amount.currency.cardStepMinor
    }

    private var settled: OwedBack.Settled {
        let currency = dispute.amount.currency
        let (offset, spent): (Int, Int) =
            switch dispute.state {
            case .lost: (min(max(0, owed.owed), dispute.amount.minor), 0)
            case .won: (0, min(max(0, owed.grace), max(0, owed.owed - waiting - returned)))
            case .inquiry, .open, .closed: (0, 0)
            }
        return OwedBack.Settled(offset: Money(minor: offset, currency), spent: Money(minor: spent, currency))
    }

    /// A processor may take one when a dispute begins, others later, and give them back. That of the withdrawal and that
    /// of the return stand under the dispute's name, as the money itself; any other under its own.
    func fees(_ movements: [StripeMovement]) throws -> [LedgerEntry] {
        let out = movements.first { $0.amount < 0 }
        let back = movements.first { $0.amount > 0 }
        return try movements.compactMap { movement in
            guard let currency = CurrencyCode(movement.currency.uppercased()),
                let fee = ProcessorAmount.money(abs(movement.fee), currency), fee.minor > 0
            else { return nil }
            let key =
                switch movement.id {
                case out?.id: dispute.processorName
                case back?.id: dispute.processorName + LedgerFacts.returned
                default: movement.id
                }
            return try entry(movement.fee > 0 ? .feeKept(fee) : .feeReturned(fee), key: key)
        }
    }

    /// What left, and what came back, in another currency than was charged: each at the rate of its own day.
    private func exchanges(_ movements: [StripeMovement]) throws -> [LedgerEntry] {
        let (amount, name) = (dispute.amount, dispute.processorName)
        var entries: [LedgerEntry] = []
        if let left = movements.first(where: { $0.amount < 0 })?.exchanged(from: amount.currency) {
            entries.append(try entry(.exchanged(left, into: amount)))
        }
        let back = movements.first { $0.amount > 0 }
        if dispute.state == .won, let back = back?.exchanged(from: amount.currency) {
            entries.append(try entry(.exchanged(amount, into: back), key: name + LedgerFacts.returned))
        }
        return entries
    }

    private func entry(_ event: BusinessEvent, key: String? = nil) throws -> LedgerEntry {
        try .of(
            event, key: key ?? dispute.processorName,
            about: LedgerTopic(
                booking: payment.booking.uuid, payment: payment.id.uuid, dispute: dispute.id.uuid,
                processorReference: dispute.processorName))
    }
}
