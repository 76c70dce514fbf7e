package import Postgres

/// Holds that were given back: they count for nothing and are kept for a day, for whoever asks what became of one.
package enum ReleasedHolds {
    static let hoursKept: Int32 = 24

    /// Deleting them moves no night's counts.
    package static func sweep(limit: Int) -> SQL {
        """
        delete from room_holds
         where state = 'released' and (tenant_id, hold_id) in (
           select tenant_id, hold_id from room_holds
            where state = 'released' and expires_at <= (select clock_timestamp()) - make_interval(hours => \(hoursKept))
            order by expires_at limit \(limit))
        """
    }
}
