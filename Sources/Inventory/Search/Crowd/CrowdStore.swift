import Postgres
import Pricing
import Vocabulary

/// The one statement that says which rooms a crowded city has open, in no more than it takes to find and price them.
enum CrowdStore {
    /// One row for each room type and plan with nightly rates of its own that can be booked for all the nights. Days and
    /// keys are those of `MarketStore.plans`, of which this is the outline.
    ///
    /// The city's hotels come first and once, for what is worked out of their clocks; then each step is one look at a
    /// key, and the rarer a step lets through, the earlier it stands.
    ///
    /// - Parameters:
    ///   - least: Room types that are too small for the smallest of the rooms that are looked for are left out.
    ///   - isPriced: With prices and the plans that follow them; without, what may be booked at all.
    static func open(
        _ code: String, dates: StayDates, least: LeastCapacity, stars: Set<Int>, refundableOnly: Bool, isPriced: Bool
    ) -> SQL {
        let bookable: SQL = """
            p.tenant_id = t.tenant_id and p.room_type_id = t.room_type_id and l.days_ahead >= p.advance_days_min
                and \(dates.nightCount) between p.nights_min and p.nights_max
                \(fragment: refundableOnly ? "and p.refundable" : "")
            """
        return """
            with place as materialized (
              select h.tenant_id, h.hotel_id, h.stars, h.rating_tenths, h.recommended_score,
                     \(dates.checkIn) - (statement_timestamp() at time zone h.zone)::date as days_ahead
                from hotels h
               where h.city_code = \(code) and h.active \(fragment: CatalogueStore.starsCondition(stars))
            )
            select l.hotel_id, l.stars, l.rating_tenths, l.recommended_score, t.room_type_id,
                   t.adults_max, t.children_max, t.guests_max, s.free
                   \(fragment: isPriced ? priceColumns : "")
              from place l
              join room_types t on t.tenant_id = l.tenant_id and t.hotel_id = l.hotel_id
             cross join lateral (\(fragment: StockStore.freeThroughout(dates))) s
             \(fragment: isPriced ? priced(bookable, dates) : "")
             where l.days_ahead >= 0
               and t.adults_max >= \(least.adults) and t.guests_max >= \(least.guests)
               and s.nights = \(dates.nightCount) and s.free > 0
               and \(fragment: isPriced ? "cardinality(r.prices) = \(dates.nightCount)" : sellable(bookable, dates))
            """
    }

    private static let priceColumns: SQL = """
        , p.currency, p.derive_basis_points, p.derive_minor, p.adults_included, p.extra_adult_minor, p.paid_now, r.prices
        """

    private static func priced(_ bookable: SQL, _ dates: StayDates) -> SQL {
        """
        cross join lateral (
          select p.rates_of, p.currency, array_agg(p.derive_basis_points) as derive_basis_points,
                 array_agg(p.derive_minor) as derive_minor, array_agg(p.adults_included) as adults_included,
                 array_agg(p.extra_adult_minor) as extra_adult_minor, array_agg(p.payable = 'now') as paid_now
            from rate_plans p
           where \(fragment: bookable)
           group by p.rates_of, p.currency) p
        cross join lateral (
          select array_agg(r.price_minor order by r.night) as prices
            from nightly_rates r
           where r.tenant_id = t.tenant_id and r.rate_plan_id = p.rates_of
             and r.night >= \(dates.checkIn) and r.night < \(dates.checkOut)) r
        """
    }

    private static func sellable(_ bookable: SQL, _ dates: StayDates) -> SQL {
        """
        exists (
          select from rate_plans p
           where \(fragment: bookable)
             and (select count(*) from nightly_rates r
                   where r.tenant_id = p.tenant_id and r.rate_plan_id = p.rates_of
                     and r.night >= \(dates.checkIn) and r.night < \(dates.checkOut)) = \(dates.nightCount))
        """
    }
}
