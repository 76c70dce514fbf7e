import Inventory
package import Jobs
import Postgres

/// How long Bookings keeps promises that are over: of a price, of a room.
package enum BookingRetentions {
    /// So that whoever comes late is told why.
    static let quoteHours: Int32 = 24

    package static var all: [TenantRetention] { [quotes, cancellationQuotes, holds] }

    private static let quotes = TenantRetention(name: "quotes") { limit in
        """
        delete from quotes
         where (tenant_id, quote_id) in (
           select tenant_id, quote_id from quotes
            where expires_at <= (select clock_timestamp()) - make_interval(hours => \(quoteHours))
            order by expires_at limit \(limit))
        """
    }

    private static let cancellationQuotes = TenantRetention(name: "cancellation_quotes") { limit in
        """
        delete from cancellation_quotes
         where (tenant_id, cancellation_quote_id) in (
           select tenant_id, cancellation_quote_id from cancellation_quotes
            where expires_at <= (select clock_timestamp()) - make_interval(hours => \(quoteHours))
            order by expires_at limit \(limit))
        """
    }

    private static let holds = TenantRetention(name: "holds") { ReleasedHolds.sweep(limit: $0) }
}
