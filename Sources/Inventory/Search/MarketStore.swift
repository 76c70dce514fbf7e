import Foundation
import Postgres
import Vocabulary

/// The one statement that says what is free and what it costs.
enum MarketStore {
    /// One row for each rate plan of the place that can be booked for all the nights: how many rooms
    /// its type has free on the fullest of them, and the nightly rates it follows.
    ///
    /// Days are the property's: check-in is today there at the earliest, and no sooner than the plan's
    /// advance. Every step is by equality or range on keys led by the tenant, which row security lets
    /// use their indexes.
    ///
    /// - Parameter booking: one that would become another: its own rooms are free for it, and what it was booked in
    ///   advance it stays.
    static func plans(
        _ place: CatalogueStore.Place, dates: StayDates, stars: Set<Int>, refundableOnly: Bool,
        sparing booking: UUID? = nil
    ) -> SQL {
        let advance: SQL = booking == nil ? " + p.advance_days_min" : ""
        return """
            select h.hotel_id, p.rate_plan_id, p.room_type_id, p.policy_id, p.board, p.refundable, p.payable, p.currency,
                   p.adults_included, p.extra_adult_minor, p.derive_basis_points, p.derive_minor, s.free, r.prices
              from hotels h
              join room_types t on t.tenant_id = h.tenant_id and t.hotel_id = h.hotel_id
              join rate_plans b
                on b.tenant_id = t.tenant_id and b.room_type_id = t.room_type_id and b.rates_of = b.rate_plan_id
             cross join lateral (\(fragment: StockStore.freeThroughout(dates, sparing: booking))) s
             cross join lateral (
               select array_agg(r.price_minor order by r.night) as prices
                 from nightly_rates r
                where r.tenant_id = b.tenant_id and r.rate_plan_id = b.rate_plan_id
                  and r.night >= \(dates.checkIn) and r.night < \(dates.checkOut)) r
              join rate_plans p on p.tenant_id = b.tenant_id and p.rates_of = b.rate_plan_id
             where \(fragment: place.condition) and h.active \(fragment: CatalogueStore.starsCondition(stars))
               and s.nights = \(dates.nightCount) and s.free > 0 and cardinality(r.prices) = \(dates.nightCount)
               and \(dates.nightCount) between p.nights_min and p.nights_max
               and \(dates.checkIn) >= (statement_timestamp() at time zone h.zone)::date\(fragment: advance)
               \(fragment: refundableOnly ? "and p.refundable" : "")
             order by h.hotel_id, t.position, p.position
            """
    }
}
