import Foundation
import Vocabulary

/// A city with thousands of hotels and a million nights on sale, of one pooled partner: its seeded hotels, again and
/// again under identifiers of their own.
struct CrowdedCity: Sendable {
    static let hotels = 5_000
    static let nightsOnSale = 1_000_000
    static let code = "PAR"

    let stage: BenchStage
    /// How many days from today are on sale.
    let days: Int

    /// On a copy of the stage's database.
    static func build(_ stage: BenchStage) async throws -> CrowdedCity {
        let crowd = try await stage.copied("crowd") { try await $0.admin(copies) }
        try await crowd.admin("vacuum analyze")
        let told = try await crowd.admin(
            """
            select count(distinct h.hotel_id), count(*), max(n.night) - current_date
              from pooled.hotels h join pooled.room_types t using (tenant_id, hotel_id)
              join pooled.room_nights n using (tenant_id, room_type_id)
              join platform.tenants p on p.tenant_id = h.tenant_id and p.slug = '\(BenchSearches.slug)'
             where h.city_code = '\(code)'
            """)
        let counts = told.split(separator: "|").compactMap { Int($0) }
        guard counts.count == 3, counts[0] >= hotels, counts[1] >= nightsOnSale else {
            throw BenchProgram.Failure(description: "the city did not grow: \(told)")
        }
        return CrowdedCity(stage: crowd, days: counts[2])
    }

    /// Searches that differ in day, length, guests, a child's age or order, in an order of chance that is always the same.
    func searches(_ count: Int, seed: UInt64) throws -> [String] {
        var random = SeededGenerator(seed: seed)
        var paths: Set<String> = []
        var list: [String] = []
        let today = stage.base.clock.now()
        while list.count < count {
            let (nights, adults) = (Int.random(in: 1...7, using: &random), Int.random(in: 1...3, using: &random))
            let child = Int.random(in: 0...17, using: &random)
            let ahead = Int.random(in: 2...(days - nights - 1), using: &random)
            let sort = ["recommended", "price", "stars", "rating"].randomElement(using: &random) ?? "price"
            let path =
                "/api/hotels/search?destination=\(Self.code)&check_in=\(Self.day(today, ahead))"
                + "&check_out=\(Self.day(today, ahead + nights))&room=\(adults)\(child < 12 ? ",\(child)" : "")&sort=\(sort)"
            if paths.insert(path).inserted { list.append(path) }
        }
        return list
    }

    private static func day(_ today: Date, _ ahead: Int) -> String {
        today.addingTimeInterval(TimeInterval(ahead) * 86_400).formatted(.iso8601.year().month().day())
    }

    private static var copies: String {
        """
        set session_replication_role = replica;
        set search_path = pooled, pg_temp;
        create function pg_temp.again(id uuid, n integer) returns uuid language sql immutable
          as $f$ select md5(id::text || '/' || n)::uuid $f$;
        create temp table site as select tenant_id from platform.tenants where slug = '\(BenchSearches.slug)';
        create temp table first as select hotel_id from hotels
         where tenant_id = (select tenant_id from site) and city_code = '\(code)';
        create temp table rooms as select room_type_id from room_types
         where tenant_id = (select tenant_id from site) and hotel_id in (select hotel_id from first);
        create temp table plans as select rate_plan_id from rate_plans
         where tenant_id = (select tenant_id from site) and room_type_id in (select room_type_id from rooms);
        create temp table again as
          select n from generate_series(1, (select ceil(\(hotels)::numeric / count(*))::integer - 1 from first)) n;
        create temp table horizon as select current_date
          + ceil(\(nightsOnSale)::numeric / ((select count(*) from rooms) * (select count(*) + 1 from again)))::integer
          as last_night;
        insert into hotels
          select tenant_id, pg_temp.again(hotel_id, n), city_code, stars, rating_tenths, review_count + n,
                 recommended_score + n % 97, latitude + (n % 100) * 0.001, longitude + n / 100 * 0.001, zone,
                 check_in_from, check_out_until, amenity_codes, active
            from hotels, again where hotel_id in (select hotel_id from first);
        insert into hotel_texts
          select tenant_id, pg_temp.again(hotel_id, n), locale, name || ' ' || n, description, address
            from hotel_texts, again where hotel_id in (select hotel_id from first);
        insert into room_types
          select tenant_id, pg_temp.again(room_type_id, n), pg_temp.again(hotel_id, n), position, adults_max,
                 children_max, guests_max, square_metres, bed_codes, amenity_codes
            from room_types, again where room_type_id in (select room_type_id from rooms);
        insert into room_type_texts
          select tenant_id, pg_temp.again(room_type_id, n), locale, name, description
            from room_type_texts, again where room_type_id in (select room_type_id from rooms);
        insert into rate_plans
          select tenant_id, pg_temp.again(rate_plan_id, n), pg_temp.again(room_type_id, n), policy_id,
                 pg_temp.again(rates_of, n), derive_basis_points, derive_minor, position, board, refundable, payable,
                 currency, adults_included, extra_adult_minor, nights_min, nights_max, advance_days_min
            from rate_plans, again where rate_plan_id in (select rate_plan_id from plans);
        insert into child_bands
          select tenant_id, pg_temp.again(hotel_id, n), age_from, age_to, price_minor
            from child_bands, again where hotel_id in (select hotel_id from first);
        insert into hotel_charges
          select tenant_id, pg_temp.again(hotel_id, n), code, kind, basis, value, nights_max, from_age, included,
                 payable
            from hotel_charges, again where hotel_id in (select hotel_id from first);
        insert into nightly_rates
          select tenant_id, pg_temp.again(rate_plan_id, n), night, price_minor + n
            from nightly_rates, again
           where rate_plan_id in (select rate_plan_id from plans) and night <= (select last_night from horizon);
        insert into room_nights (tenant_id, room_type_id, night, capacity)
          select tenant_id, pg_temp.again(room_type_id, n), night, capacity
            from room_nights, again
           where room_type_id in (select room_type_id from rooms) and night <= (select last_night from horizon);
        delete from room_nights
         where room_type_id in (select room_type_id from rooms) and night > (select last_night from horizon);
        """
    }
}
