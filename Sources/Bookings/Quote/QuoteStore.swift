import Foundation
import Postgres
import Pricing
import Vocabulary

/// SQL on `quotes`.
enum QuoteStore {
    static func insert(
        _ id: UUID, _ priced: PricedOffer, lifetimeSeconds: Int, tenant: TenantID
    ) throws -> SQL {
        """
        insert into quotes (tenant_id, quote_id, outcome, stay, offered_minor, total_minor, currency, expires_at)
        values (\(tenant), \(id), \(priced.outcome.rawValue), \(try priced.stay?.json()), \(priced.offeredTotal.minor),
                \(priced.stay?.price.total.minor), \(priced.offeredTotal.currency),
                clock_timestamp() + make_interval(secs => \(Double(lifetimeSeconds))))
        returning expires_at
        """
    }

    static func find(_ id: UUID) -> SQL {
        """
        select stay, offered_minor, currency, expires_at > clock_timestamp() as is_live from quotes
         where quote_id = \(id)
        """
    }

    static func accept(_ id: UUID, _ total: Money) -> SQL {
        "update quotes set accepted_minor = \(total.minor) where quote_id = \(id) and accepted_minor is null"
    }

    struct Found {
        /// Nil for a quote that said sold out.
        let stay: FrozenStay?
        let offeredTotal: Money
        let isLive: Bool

        init(_ row: Row) throws {
            stay = try row.get("stay", as: JSONText?.self).map { try FrozenStay(json: $0) }
            offeredTotal = Money(minor: try row.get("offered_minor"), try row.get("currency"))
            isLive = try row.get("is_live")
        }
    }
}
