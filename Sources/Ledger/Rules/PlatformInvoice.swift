package import Vocabulary

/// What an invoice of the platform's changes in the tenant's books. Fees of bookings in its own currency are no part of
/// it: they are owed since the booking was.
package struct PlatformInvoice: Hashable, Sendable {
    /// Fees of bookings that were owed in another currency.
    package struct Converted: Hashable, Sendable {
        package let owed: Money
        package let invoiced: Money

        package init(owed: Money, invoiced: Money) {
            self.owed = owed
            self.invoiced = invoiced
        }
    }

    /// Plan, usage, and the tax on the whole: a cost of the tenant's. What of the tax its own authority gives back is
    /// between the two.
    package let costs: Money
    package let converted: [Converted]

    package init(costs: Money, converted: [Converted]) {
        self.costs = costs
        self.converted = converted
    }
}
