import Foundation
import Postgres
import Vocabulary

/// SQL on `quotes`.
enum QuoteStore {
    static func insert(
        _ id: UUID, _ priced: PricedOffer, lifetimeSeconds: Int, tenant: TenantID
    ) throws -> SQL {
        """
        insert into quotes (tenant_id, quote_id, outcome, stay, offered_minor, total_minor, currency, expires_at)
        values (\(tenant), \(id), \(priced.outcome.rawValue), \(try priced.stay.json()), \(priced.offeredTotal.minor),
                \(priced.stay.price.total.minor), \(priced.stay.currency),
                clock_timestamp() + make_interval(secs => \(Double(lifetimeSeconds))))
        returning expires_at
        """
    }

    static func find(_ id: UUID) -> SQL {
        """
        select outcome, stay, offered_minor, currency, expires_at > clock_timestamp() as is_live from quotes
         where quote_id = \(id)
        """
    }

    static func accept(_ id: UUID, _ total: Money) -> SQL {
        "update quotes set accepted_minor = \(total.minor) where quote_id = \(id) and accepted_minor is null"
    }

    /// A quote is of no use after it expired; bookings carry their own copy.
    static func deleteExpired(olderThanSeconds: Int, limit: Int) -> SQL {
        """
        delete from quotes where (tenant_id, quote_id) in (
          select tenant_id, quote_id from quotes
           where expires_at < clock_timestamp() - make_interval(secs => \(Double(olderThanSeconds)))
           order by expires_at limit \(limit))
        """
    }

    struct Found {
        let outcome: QuoteOutcome
        let stay: FrozenStay
        let offeredTotal: Money
        let isLive: Bool

        init(_ row: Row) throws {
            guard let outcome = QuoteOutcome(rawValue: try row.get("outcome")) else {
                throw StayDocumentFault(place: "outcome")
            }
            self.outcome = outcome
            stay = try FrozenStay(json: try row.get("stay"))
            offeredTotal = Money(minor: try row.get("offered_minor"), try row.get("currency"))
            isLive = try row.get("is_live")
        }
    }
}
