import Foundation
import Postgres
import Vocabulary

/// SQL on `cancellation_quotes`.
enum CancellationStore {
    static func insert(_ quote: CancellationQuote, tenant: TenantID) -> SQL {
        """
        insert into cancellation_quotes
          (tenant_id, cancellation_quote_id, booking_id, booking_sequence, penalty_minor, refund_minor, currency,
           expires_at)
        values (\(tenant), \(quote.id), \(quote.booking.uuid), \(quote.sequence), \(quote.penalty.minor),
                \(quote.refund.minor), \(quote.penalty.currency), \(quote.expiresAt))
        """
    }

    static func find(_ id: UUID, booking: BookingID) -> SQL {
        """
        select cancellation_quote_id, booking_sequence, penalty_minor, refund_minor, currency, expires_at
          from cancellation_quotes where cancellation_quote_id = \(id) and booking_id = \(booking.uuid)
        """
    }

    static func quote(_ row: Row, booking: BookingID) throws -> CancellationQuote {
        let currency: CurrencyCode = try row.get("currency")
        return CancellationQuote(
            id: try row.get("cancellation_quote_id"), booking: booking, sequence: try row.get("booking_sequence"),
            penalty: Money(minor: try row.get("penalty_minor"), currency),
            refund: Money(minor: try row.get("refund_minor"), currency), expiresAt: try row.get("expires_at"))
    }
}
