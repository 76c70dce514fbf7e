import Foundation
import Inventory
import Postgres
import Pricing
import Tenancy
import Vocabulary

/// The rows that a shop stands on.
enum ShopRows {
    static func statements(_ shop: Shop, policy: UUID, capacity: Int, payable: Payable) -> [SQL] {
        let tenant = shop.entry.id
        var statements: [SQL] = [
            "insert into definitions (tenant_id, version, document, digest, actor) values (\(tenant), 1, '{}', 'd', 'test')",
            """
            insert into cities (tenant_id, city_code, country_code, latitude, longitude, zone)
            values (\(tenant), 'BER', 'DE', 52.5, 13.4, 'Europe/Berlin')
            """,
            """
            insert into hotels (tenant_id, hotel_id, city_code, stars, rating_tenths, latitude, longitude, zone,
                                check_in_from, check_out_until)
            values (\(tenant), \(shop.hotel.uuid), 'BER', 4, 85, 52.5, 13.4, 'Europe/Berlin', '15:00', '11:00')
            """,
            """
            insert into hotel_texts (tenant_id, hotel_id, locale, name, description, address)
            values (\(tenant), \(shop.hotel.uuid), 'en', 'Hotel', 'A hotel', 'A street')
            """,
            "insert into cancellation_policies (tenant_id, policy_id, code) values (\(tenant), \(policy), 'day_before')",
            """
            insert into cancellation_windows
              (tenant_id, policy_id, position, days_before, local_time, penalty_kind, penalty_value)
            values (\(tenant), \(policy), 1, 1, '18:00', 'percent', \(Shop.latePenaltyPercent * 100))
            """,
        ]
        for (position, (roomType, plan)) in zip(shop.roomTypes, shop.plans).enumerated() {
            statements += room(shop, roomType, plan, policy, position: position, capacity: capacity, payable)
        }
        return statements
    }

    private static func room(
        _ shop: Shop, _ roomType: RoomTypeID, _ plan: RatePlanID, _ policy: UUID, position: Int, capacity: Int,
        _ payable: Payable
    ) -> [SQL] {
        let tenant = shop.entry.id
        let last = shop.firstNight.adding(days: Shop.nightsOnSale - 1)
        return [
            """
            insert into room_types (tenant_id, room_type_id, hotel_id, position, adults_max, children_max, guests_max,
                                    square_metres, bed_codes)
            values (\(tenant), \(roomType.uuid), \(shop.hotel.uuid), \(Int16(position)), 4, 2, 4, 20, '{double}')
            """,
            """
            insert into room_type_texts (tenant_id, room_type_id, locale, name, description)
            values (\(tenant), \(roomType.uuid), 'en', 'Room', 'A room')
            """,
            """
            insert into rate_plans (tenant_id, rate_plan_id, room_type_id, policy_id, rates_of, position, board,
                                    refundable, payable, currency, adults_included, extra_adult_minor)
            values (\(tenant), \(plan.uuid), \(roomType.uuid), \(policy), \(plan.uuid), \(Int16(position)), 'breakfast',
                    true, \(payable.rawValue), 'EUR', 2, 1000)
            """,
            """
            insert into nightly_rates (tenant_id, rate_plan_id, night, price_minor)
            select \(tenant), \(plan.uuid), d::date, \(Shop.nightlyMinor)
              from generate_series(\(shop.firstNight)::timestamp, \(last)::timestamp, interval '1 day') d
            """,
            """
            insert into room_nights (tenant_id, room_type_id, night, capacity)
            select \(tenant), \(roomType.uuid), d::date, \(Int32(capacity))
              from generate_series(\(shop.firstNight)::timestamp, \(last)::timestamp, interval '1 day') d
            """,
        ]
    }
}
