package import Foundation
import Postgres

/// What a transaction comes to after its first verb on the stock. That one locks all of it, because rows that are locked
/// in several rounds are locked in no order: two such transactions would wait for each other.
package struct StockReach: Sendable {
    package static let nothing = StockReach()

    /// Whatever these hold or bought.
    let bookings: [UUID]
    let nights: [StockNight]

    package init(bookings: [UUID] = [], nights: [StockNight] = []) {
        self.bookings = bookings
        self.nights = nights
    }

    var isNothing: Bool { bookings.isEmpty && nights.isEmpty }

    /// With what the verb itself touches.
    func lock(bookings own: [UUID] = [], nights wanted: [StockNight] = []) -> SQL {
        StockStore.lock(bookings: own + bookings, and: wanted + nights)
    }
}
