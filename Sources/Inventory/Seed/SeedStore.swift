import Foundation
import Localization
import Postgres
import Vocabulary

/// Writes a composed catalogue: one statement a table, columns sent as arrays, what exists is left as
/// it is. COPY is refused under row security, and this is as fast.
struct SeedStore {
    let tenant: TenantID
    let data: SeedData
    let hotels: [SeedHotel]
    let currency: CurrencyCode

    /// In the order of their foreign keys.
    var statements: [SQL] {
        [
            cities, cityTexts, amenities, amenityTexts, hotelRows, hotelTexts, roomTypes, roomTypeTexts, policies,
            policyWindows, ratePlans, childBands, charges,
        ]
    }

    private var locales: [ContentLocale] { ContentLocale.allCases }

    private var cities: SQL {
        """
        insert into cities (tenant_id, city_code, country_code, latitude, longitude, zone)
        select \(tenant), * from unnest(
          \(data.cities.map(\.code)), \(data.cities.map(\.country.code)), \(data.cities.map(\.latitude)),
          \(data.cities.map(\.longitude)), \(data.cities.map(\.zone)))
        on conflict do nothing
        """
    }

    private var cityTexts: SQL {
        let rows = data.cities.flatMap { city in
            locales.map { (code: city.code, locale: $0, name: city.names[$0] ?? city.code) }
        }
        return """
            insert into city_texts (tenant_id, city_code, locale, name, search_key)
            select \(tenant), * from unnest(
              \(rows.map(\.code)), \(rows.map(\.locale.rawValue)), \(rows.map(\.name)),
              \(rows.map { Transliteration.searchKey($0.name) }))
            on conflict do nothing
            """
    }

    private var amenityCodes: [String] { data.words.keys("amenity").map { String($0.dropFirst("amenity.".count)) } }

    private var amenities: SQL {
        """
        insert into amenities (tenant_id, amenity_code, applies_to, position)
        select \(tenant), * from unnest(
          \(amenityCodes), \(amenityCodes.map { SeedAmenities.room.contains($0) ? "room" : "hotel" }),
          \(amenityCodes.indices.map(\.self))::smallint[])
        on conflict do nothing
        """
    }

    private var amenityTexts: SQL {
        let rows = amenityCodes.flatMap { code in locales.map { (code: code, locale: $0) } }
        return """
            insert into amenity_texts (tenant_id, amenity_code, locale, name)
            select \(tenant), * from unnest(
              \(rows.map(\.code)), \(rows.map(\.locale.rawValue)),
              \(rows.map { data.words.text("amenity.\($0.code)", $0.locale) }))
            on conflict do nothing
            """
    }

    private var hotelRows: SQL {
        """
        insert into hotels (tenant_id, hotel_id, city_code, stars, rating_tenths, review_count, recommended_score,
                            latitude, longitude, zone, check_in_from, check_out_until, amenity_codes)
        select \(tenant), h.hotel_id, h.city_code, h.stars, h.rating, h.reviews, h.score, h.latitude, h.longitude,
               h.zone, make_time(h.check_in, 0, 0), make_time(h.check_out, 0, 0), string_to_array(h.amenities, ',')
          from unnest(
            \(hotels.map(\.id)), \(hotels.map(\.city.code)), \(hotels.map(\.stars))::smallint[],
            \(hotels.map(\.ratingTenths))::smallint[], \(hotels.map(\.reviewCount))::integer[],
            \(hotels.map(\.recommendedScore))::integer[], \(hotels.map(\.latitude)), \(hotels.map(\.longitude)),
            \(hotels.map(\.city.zone)), \(hotels.map(\.checkInHour))::integer[],
            \(hotels.map(\.checkOutHour))::integer[], \(hotels.map { $0.amenityCodes.joined(separator: ",") }))
            as h (hotel_id, city_code, stars, rating, reviews, score, latitude, longitude, zone, check_in, check_out,
                  amenities)
        on conflict do nothing
        """
    }

    private var hotelTexts: SQL {
        let rows = hotels.flatMap { hotel in
            locales.compactMap { locale in hotel.texts[locale].map { (hotel: hotel.id, locale: locale, texts: $0) } }
        }
        return """
            insert into hotel_texts (tenant_id, hotel_id, locale, name, description, address)
            select \(tenant), * from unnest(
              \(rows.map(\.hotel)), \(rows.map(\.locale.rawValue)), \(rows.map(\.texts.name)),
              \(rows.map(\.texts.description)), \(rows.map(\.texts.address)))
            on conflict do nothing
            """
    }

    private var rooms: [(hotel: SeedHotel, position: Int, room: SeedHotel.Room)] {
        hotels.flatMap { hotel in hotel.rooms.enumerated().map { (hotel: hotel, position: $0, room: $1) } }
    }

    private var roomTypes: SQL {
        let rooms = rooms
        return """
            insert into room_types (tenant_id, room_type_id, hotel_id, position, adults_max, children_max, guests_max,
                                    square_metres, bed_codes, amenity_codes)
            select \(tenant), t.room_type_id, t.hotel_id, t.position, t.adults, t.children, t.guests, t.metres,
                   string_to_array(t.beds, ','), string_to_array(t.amenities, ',')
              from unnest(
                \(rooms.map(\.room.id)), \(rooms.map(\.hotel.id)), \(rooms.map(\.position))::smallint[],
                \(rooms.map(\.room.kind.adultsMax))::smallint[], \(rooms.map(\.room.kind.childrenMax))::smallint[],
                \(rooms.map(\.room.kind.guestsMax))::smallint[], \(rooms.map(\.room.kind.squareMetres))::smallint[],
                \(rooms.map { $0.room.kind.bedCodes.joined(separator: ",") }),
                \(rooms.map { SeedAmenities.codes(for: $0.room.kind, stars: $0.hotel.stars).joined(separator: ",") }))
                as t (room_type_id, hotel_id, position, adults, children, guests, metres, beds, amenities)
            on conflict do nothing
            """
    }

    private var roomTypeTexts: SQL {
        let rows = rooms.flatMap { entry in locales.map { (room: entry.room, locale: $0) } }
        return """
            insert into room_type_texts (tenant_id, room_type_id, locale, name, description)
            select \(tenant), * from unnest(
              \(rows.map(\.room.id)), \(rows.map(\.locale.rawValue)),
              \(rows.map { data.words.text("room.\($0.room.kind.rawValue)", $0.locale) }),
              \(rows.map { data.words.text("room_text.\($0.room.kind.rawValue)", $0.locale) }))
            on conflict do nothing
            """
    }
}

/// Which amenities belong to a room.
enum SeedAmenities {
    static let room: Set<String> = ["air_conditioning", "desk", "bathtub", "kettle", "balcony", "safe"]

    static func codes(for kind: RoomKind, stars: Int) -> [String] {
        ["desk", "kettle"] + (stars >= 3 ? ["air_conditioning"] : []) + (stars >= 4 ? ["safe"] : [])
            + (kind == .suite ? ["bathtub", "balcony"] : [])
    }
}
