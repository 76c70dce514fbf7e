import Foundation
import Postgres

/// SQL on when something on its way is looked at again, alike for payments and for refunds.
enum LookClock {
    enum Kept {
        case payments
        case refunds

        fileprivate var table: SQL { self == .payments ? "payments" : "refunds" }
        fileprivate var key: SQL { self == .payments ? "payment_id" : "refund_id" }
    }

    private static let looksMax: Int32 = 10_000

    /// What nobody has looked at in time, the longest first.
    static func due(_ kept: Kept, lateSeconds: Int, limit: Int) -> SQL {
        """
        select k.\(fragment: kept.key) from \(fragment: kept.table) k
         where k.look_at <= (select clock_timestamp() - make_interval(secs => \(Int32(lateSeconds))))
         order by k.look_at limit \(Int32(limit))
        """
    }

    /// Looked at, and no further.
    static func looked(_ kept: Kept, _ id: UUID, againSeconds: Int, personFor: String?) -> SQL {
        """
        update \(fragment: kept.table)
           set looks = least(looks + 1, \(looksMax)),
               look_at = clock_timestamp() + make_interval(secs => \(Int32(againSeconds))),
               person_for = coalesce(person_for, \(personFor)),
               person_since = case when coalesce(person_for, \(personFor)) is not null
                                   then coalesce(person_since, clock_timestamp()) end,
               changed_at = clock_timestamp()
         where \(fragment: kept.key) = \(id) and look_at is not null
        """
    }
}
