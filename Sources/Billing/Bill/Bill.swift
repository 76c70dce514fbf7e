package import Pricing
package import Tenancy
package import Vocabulary

/// What bookings owe in one currency and no invoice has asked for yet.
package struct FeeSum: Hashable, Sendable {
    package let owed: Money
    /// Those that were agreed on; of those that were given back only what they owe less is in here.
    package let bookings: Int

    package init(owed: Money, bookings: Int) {
        self.owed = owed
        self.bookings = bookings
    }
}

/// One line of an invoice.
package struct BillLine: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        case planFee = "plan_fee"
        case bookingFee = "booking_fee"
        case usage
    }

    package let kind: Kind
    /// Days of the plan, bookings, calls beyond those that the plan includes.
    package let quantity: Int
    /// For a whole month, or for a thousand calls.
    package let unit: Money?
    package let amount: Money
    /// Fees of bookings that were owed in another currency.
    package let owed: Money?

    package init(kind: Kind, quantity: Int, unit: Money?, amount: Money, owed: Money? = nil) {
        self.kind = kind
        self.quantity = quantity
        self.unit = unit
        self.amount = amount
        self.owed = owed
    }
}

/// What a partner owes for a month: computed from what was agreed and counted, and from nothing else.
///
/// The plan's fee is for whole months; of those in which a site began or was put away it is shared out by days, the
/// first and the last one included. Fees of bookings are those in the partner's books, each converted as a whole where they were owed in
/// another currency. Calls beyond those that are included cost the price of a thousand in proportion. Each line is
/// rounded by itself and the tax once, on the sum: half a minor unit away from zero, as everywhere.
package struct Bill: Hashable, Sendable {
    package let lines: [BillLine]
    package let net: Money
    package let taxBasisPoints: Int
    package let tax: Money

    package var total: Money { net + tax }
    package var isNothing: Bool { total.minor == 0 }

    /// - Parameters:
    ///   - begun: the site's first day, where it is known.
    ///   - ended: its last one, where it was put away.
    ///   - fees: none of them below nothing.
    ///   - rates: for fees that are owed in other currencies than the plan's.
    ///
    /// Throws `BillingError.noRate`, or `.amountOutOfRange` beyond `Money.minorMax`.
    package init(
        _ billing: BillingDefinition, _ period: BillingPeriod, begun: CalendarDate?, ended: CalendarDate? = nil,
        fees: [FeeSum], calls: Int, rates: ExchangeRates?
    ) throws(BillingError) {
        var lines = Self.plan(billing, period, begun, ended)
        for sum in fees where sum.bookings > 0 || sum.owed.minor != 0 {
            lines.append(try Self.fees(sum, billing.currency, rates))
        }
        lines += try Self.usage(billing, calls)
        let (net, isOver) = lines.reduce((0, false)) { sum, line in
            let (next, isOver) = sum.0.addingReportingOverflow(line.amount.minor)
            return (next, sum.1 || isOver)
        }
        guard !isOver, net <= Money.minorMax else { throw .amountOutOfRange }
        self.lines = lines
        self.net = Money(minor: net, billing.currency)
        taxBasisPoints = billing.tax.basisPoints
        tax = self.net.share(basisPoints: taxBasisPoints)
        guard total.minor <= Money.minorMax else { throw .amountOutOfRange }
    }

    private static func plan(
        _ billing: BillingDefinition, _ period: BillingPeriod, _ begun: CalendarDate?, _ ended: CalendarDate?
    ) -> [BillLine] {
        let whole = Money(minor: billing.planFeeMinor, billing.currency)
        let first = max(period.from, begun ?? period.from)
        let end = min(period.until, ended?.adding(days: 1) ?? period.until)
        let days = end.daysSinceEpoch - first.daysSinceEpoch
        guard whole.minor > 0, days > 0 else { return [] }
        return [
            BillLine(
                kind: .planFee, quantity: days, unit: whole, amount: whole.allocated(by: [days, period.days - days])[0])
        ]
    }

    private static func fees(
        _ sum: FeeSum, _ currency: CurrencyCode, _ rates: ExchangeRates?
    ) throws(BillingError) -> BillLine {
        guard sum.owed.currency != currency else {
            return BillLine(kind: .bookingFee, quantity: sum.bookings, unit: nil, amount: sum.owed)
        }
        guard let amount = rates?.convert(sum.owed, to: currency) else { throw .noRate(sum.owed.currency) }
        return BillLine(kind: .bookingFee, quantity: sum.bookings, unit: nil, amount: amount, owed: sum.owed)
    }

    private static func usage(_ billing: BillingDefinition, _ calls: Int) throws(BillingError) -> [BillLine] {
        guard let usage = billing.usage, usage.priceMinorPerThousand > 0, calls > usage.includedCalls else { return [] }
        let beyond = calls - usage.includedCalls
        let (whole, rest) = (Int128(beyond) * Int128(usage.priceMinorPerThousand)).quotientAndRemainder(
            dividingBy: 1_000)
        let minor = whole + (rest >= 500 ? 1 : 0)
        guard minor <= Int128(Money.minorMax) else { throw .amountOutOfRange }
        return [
            BillLine(
                kind: .usage, quantity: beyond, unit: Money(minor: usage.priceMinorPerThousand, billing.currency),
                amount: Money(minor: Int(minor), billing.currency))
        ]
    }
}
