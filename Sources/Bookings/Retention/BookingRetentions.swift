import Inventory
package import Jobs
import Postgres

/// How long Bookings keeps promises that are over: of a price, of a room.
package enum BookingRetentions {
    /// So that whoever comes late is told why.
    static let quoteHours: Int32 = 24

    package static var all: [TenantRetention] { [quotes, cancellationQuotes, changeQuotes, holds] }

    private static let quotes = TenantRetention.expired(
        "quotes", from: "quotes", key: "quote_id", keptHours: quoteHours)

    private static let cancellationQuotes = TenantRetention.expired(
        "cancellation_quotes", from: "cancellation_quotes", key: "cancellation_quote_id", keptHours: quoteHours)

    /// Those that were agreed to tell how the booking came to be what it is, and stay.
    private static let changeQuotes = TenantRetention(name: "change_quotes") {
        AmendmentStore.forget(keptHours: quoteHours, limit: Int32($0))
    }

    private static let holds = TenantRetention(name: "holds") { ReleasedHolds.sweep(limit: $0) }
}
