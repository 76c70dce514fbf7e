import Vocabulary

/// From what happened to the lines it makes: pure, one rule an event.
package enum PostingRules {
    /// Always sums to zero in each currency and holds no line of zero.
    ///
    /// Throws `LedgerError.nothingMoves` for an amount of nothing, `.badShares` for an amount below it (but a payout's) or for a
    /// cancellation that keeps or was paid more than was sold, `.amountOutOfRange` beyond `Money.minorMax`.
    package static func lines(_ event: BusinessEvent) throws(LedgerError) -> LedgerLines {
        switch event {
        case .sold(let sale): try sold(sale)
        case .cancelled(let sale, let kept, let paid): try cancelled(sale, kept: kept, paid: paid)
        case .changed(let from, let to, let paid): try changed(from, to, paid: paid)
        case .goodwill(let booking, let amount):
            try move(amount, .revenue(amount.currency), .refunds(of: booking, amount.currency))
        case .goodwillSpent(let booking, let amount):
            try move(amount, .refunds(of: booking, amount.currency), .revenue(amount.currency))
        case .authorized(let booking, let amount), .captured(let booking, let amount):
            try move(amount, .processor(amount.currency), .receivable(of: booking, amount.currency))
        case .feeKept(let amount):
            try move(amount, .processorFee(amount.currency), .processor(amount.currency))
        case .feeReturned(let amount):
            try move(amount, .processor(amount.currency), .processorFee(amount.currency))
        case .refundStarted(let booking, let amount), .refunded(let booking, let amount):
            try move(amount, .refunds(of: booking, amount.currency), .processor(amount.currency))
        case .refundBrought(let booking, let amount):
            try move(amount, .refunds(of: booking, amount.currency), .bank(amount.currency))
        case .disputed(let booking, let amount):
            try move(amount, .disputed(of: booking, amount.currency), .processor(amount.currency))
        case .disputeWon(let booking, let amount):
            try move(amount, .processor(amount.currency), .disputed(of: booking, amount.currency))
        case .disputeLost(let booking, let amount):
            try move(amount, .disputeLoss(amount.currency), .disputed(of: booking, amount.currency))
        case .disputeOffset(let booking, let amount):
            try move(amount, .refunds(of: booking, amount.currency), .disputeLoss(amount.currency))
        case .feeOwed(_, let amount):
            try move(amount, .revenue(amount.currency), .platformFee(amount.currency))
        case .feeWaived(_, let amount):
            try move(amount, .platformFee(amount.currency), .revenue(amount.currency))
        case .invoiced(let invoice): try invoiced(invoice)
        case .platformFeePaid(let amount, let purse):
            try move(amount, .platformFee(amount.currency), purse.account(amount.currency))
        case .supplierPaid(let hotel, let amount, let purse):
            try move(amount, .supplier(hotel, amount.currency), purse.account(amount.currency))
        case .taxPaid(let amount, let purse): try move(amount, .tax(amount.currency), purse.account(amount.currency))
        case .commissionEarned(let partner, let amount):
            try move(amount, .revenue(amount.currency), .partner(partner, amount.currency))
        case .partnerPaid(let partner, let amount, let purse):
            try move(amount, .partner(partner, amount.currency), purse.account(amount.currency))
        case .paidOut(let amount): try paidOut(amount)
        case .exchanged(let from, let into): try exchanged(from, into)
        }
    }

    private static func move(
        _ amount: Money, _ debit: LedgerAccount, _ credit: LedgerAccount
    ) throws(LedgerError) -> LedgerLines {
        guard amount.minor >= 0 else { throw .badShares }
        return try LedgerLines(amount, debit: debit, credit: credit)
    }

    /// What is owed to the processor it fetches from the bank.
    private static func paidOut(_ amount: Money) throws(LedgerError) -> LedgerLines {
        let (bank, processor) = (LedgerAccount.bank(amount.currency), LedgerAccount.processor(amount.currency))
        return amount.minor < 0
            ? try move(Money.zero(amount.currency) - amount, processor, bank) : try move(amount, bank, processor)
    }

    private static func sold(_ sale: Sale) throws(LedgerError) -> LedgerLines {
        let currency = sale.currency
        return try LedgerLines([
            .debit(.receivable(of: sale.booking, currency), sale.total),
            .credit(.supplier(sale.hotel, currency), sale.supplier),
            .credit(.tax(currency), sale.tax),
            .credit(.platformFee(currency), sale.platformFee),
            .credit(.revenue(currency), sale.revenue),
        ])
    }

    /// Everybody gives back their part of what is not kept. The traveller is owed what they paid beyond what is kept,
    /// and owes no longer what they had not paid yet.
    private static func cancelled(_ sale: Sale, kept: Money, paid: Money) throws(LedgerError) -> LedgerLines {
        let currency = sale.currency
        for amount in [kept, paid] {
            guard amount.currency == currency, (0...sale.total.minor).contains(amount.minor) else { throw .badShares }
        }
        let stays = sale.parts(of: kept)
        let released = sale.total - kept
        let unpaid = sale.total - paid
        let waived = Money(minor: min(released.minor, unpaid.minor), currency)
        return try LedgerLines([
            .debit(.supplier(sale.hotel, currency), sale.supplier - stays.supplier),
            .debit(.tax(currency), sale.tax - stays.tax),
            .debit(.platformFee(currency), sale.platformFee - stays.platformFee),
            .debit(.revenue(currency), sale.revenue - stays.revenue),
            .credit(.receivable(of: sale.booking, currency), waived),
            .credit(.refunds(of: sale.booking, currency), released - waived),
        ])
    }

    /// Everybody's part is what it would have been, had it been sold so at once. Where it costs less, the traveller owes
    /// no longer what they had not paid yet, and is owed the rest.
    private static func changed(_ from: Sale, _ to: Sale, paid: Money) throws(LedgerError) -> LedgerLines {
        let currency = from.currency
        guard to.currency == currency, to.booking == from.booking, to.hotel == from.hotel, paid.currency == currency,
            (0...from.total.minor).contains(paid.minor)
        else { throw .badShares }
        let less = max(0, from.total.minor - to.total.minor)
        let waived = min(less, from.total.minor - paid.minor)
        let more = max(0, to.total.minor - from.total.minor)
        return try LedgerLines([
            .debit(.receivable(of: from.booking, currency), Money(minor: more, currency)),
            .credit(.receivable(of: from.booking, currency), Money(minor: waived, currency)),
            .credit(.refunds(of: from.booking, currency), Money(minor: less - waived, currency)),
            .credit(.supplier(from.hotel, currency), to.supplier - from.supplier),
            .credit(.tax(currency), to.tax - from.tax),
            .credit(.platformFee(currency), to.platformFee - from.platformFee),
            .credit(.revenue(currency), to.revenue - from.revenue),
        ])
    }

    /// What bookings owed in other currencies is owed in the invoice's from now on.
    private static func invoiced(_ invoice: PlatformInvoice) throws(LedgerError) -> LedgerLines {
        let currency = invoice.costs.currency
        var movements: [LedgerLines.Movement] = [
            .debit(.revenue(currency), invoice.costs), .credit(.platformFee(currency), invoice.costs),
        ]
        for fees in invoice.converted {
            guard fees.owed.currency != currency, fees.invoiced.currency == currency else { throw .badShares }
            for amount in [fees.owed, fees.invoiced] where amount.minor < 0 { throw .badShares }
            movements += [
                .debit(.platformFee(fees.owed.currency), fees.owed), .credit(.exchange(fees.owed.currency), fees.owed),
                .debit(.exchange(currency), fees.invoiced), .credit(.platformFee(currency), fees.invoiced),
            ]
        }
        guard invoice.costs.minor >= 0 else { throw .badShares }
        return try LedgerLines(movements)
    }

    private static func exchanged(_ from: Money, _ into: Money) throws(LedgerError) -> LedgerLines {
        guard from.minor > 0, into.minor > 0, from.currency != into.currency else { throw .badShares }
        return try LedgerLines([
            .credit(.processor(from.currency), from), .debit(.exchange(from.currency), from),
            .credit(.exchange(into.currency), into), .debit(.processor(into.currency), into),
        ])
    }
}
