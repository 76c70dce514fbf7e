import Foundation
import Postgres
import Vocabulary

/// Nights on sale with their capacity and price: what is missing up to the horizon is added, night by
/// night the same whenever it is added.
struct SeedCalendar {
    let tenant: TenantID
    let hotels: [SeedHotel]
    /// Prices are whole multiples of it.
    let stepMinor: Int
    let today: CalendarDate
    let nights: Int

    private var rooms: [(hotel: SeedHotel, room: SeedHotel.Room)] {
        hotels.flatMap { hotel in hotel.rooms.map { (hotel: hotel, room: $0) } }
    }

    private var last: CalendarDate { today.adding(days: nights - 1) }

    /// Capacity, and every 41st night none: houses close for a wedding or a repair.
    var roomNights: SQL {
        let rooms = rooms
        return """
            insert into room_nights (tenant_id, room_type_id, night, capacity)
            select \(tenant), t.room_type_id, d.night::date,
                   case when (t.salt + 7 * (d.night::date - date '2000-01-01')) % 41 = 0 then 0 else t.capacity end
              from unnest(
                \(rooms.map(\.room.id)), \(rooms.map(\.room.capacity))::integer[], \(rooms.map(\.room.salt))::integer[])
                as t (room_type_id, capacity, salt)
              left join lateral (
                select max(n.night) as night from room_nights n where n.room_type_id = t.room_type_id) l on true
             cross join lateral generate_series(
                greatest(\(today), l.night + 1), \(last), interval '1 day') as d (night)
            on conflict do nothing
            """
    }

    /// Base price by season (a cosine over the year, dearest at the hotel's peak), weekday, and a few
    /// percent up or down by the day. Days as text would be read in the session's style; these are dates.
    var nightlyRates: SQL {
        let rooms = rooms
        return """
            insert into nightly_rates (tenant_id, rate_plan_id, night, price_minor)
            select \(tenant), t.rate_plan_id, d.night::date,
                   greatest(\(stepMinor), round(
                     t.base
                     * (1 + 0.18 * cos(2 * pi() * (extract(doy from d.night)::float8 - t.peak) / 365.25))
                     * case when extract(isodow from d.night) in (5, 6) then t.weekend else 100 end / 100
                     * (97 + (t.salt + 13 * (d.night::date - date '2000-01-01')) % 7) / 100 / \(stepMinor)
                   )::bigint * \(stepMinor))
              from unnest(
                \(rooms.map { $0.room.plans[0].id }), \(rooms.map { Double($0.room.baseMinor) }),
                \(rooms.map { Double($0.hotel.peakDay) }), \(rooms.map { Double($0.hotel.weekendPercent) }),
                \(rooms.map(\.room.salt))::integer[]) as t (rate_plan_id, base, peak, weekend, salt)
              left join lateral (
                select max(r.night) as night from nightly_rates r where r.rate_plan_id = t.rate_plan_id) l on true
             cross join lateral generate_series(
                greatest(\(today), l.night + 1), \(last), interval '1 day') as d (night)
            on conflict do nothing
            """
    }
}
