package import Foundation

/// What a booking that becomes another one needs beyond its rooms, and what it needs no longer, night by night.
package struct StockExchange: Sendable {
    package let booking: UUID
    /// Under whose name the nights are held that come to it.
    package let owner: UUID
    package let taken: [(night: StockNight, quantity: Int)]
    package let returned: [(night: StockNight, quantity: Int)]

    package init(booking: UUID, owner: UUID, from before: [StockDemand], to after: [StockDemand]) {
        self.booking = booking
        self.owner = owner
        let (had, needed) = (StockNight.sums(of: before), StockNight.sums(of: after))
        taken = Self.excess(of: needed, over: had)
        returned = Self.excess(of: had, over: needed)
    }

    private static func excess(
        of more: [StockNight: Int], over less: [StockNight: Int]
    ) -> [(night: StockNight, quantity: Int)] {
        more.compactMap { night, quantity in
            let excess = quantity - (less[night] ?? 0)
            return excess > 0 ? (night: night, quantity: excess) : nil
        }
    }
}
