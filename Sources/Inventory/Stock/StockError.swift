/// Why stock was not taken or not sold. The transaction that heard of it changed nothing.
package enum StockError: Error, Hashable, Sendable {
    /// Nights with too few rooms left, and how many there are.
    case soldOut([Shortage])
    /// The hold's time is over; its rooms may be somebody else's.
    case lapsed
    /// The booking holds no rooms (never did, or gave them back).
    case notHeld
    /// A basket without rooms, or with more than `StockDemand.quantityMax` of one type.
    case badDemand

    package struct Shortage: Hashable, Sendable {
        package let night: StockNight
        package let free: Int

        package init(night: StockNight, free: Int) {
            self.night = night
            self.free = free
        }
    }
}
