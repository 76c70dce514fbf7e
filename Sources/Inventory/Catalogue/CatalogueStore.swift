import Foundation
import Postgres
import Pricing
import Vocabulary

/// Reads what the hotels of a place are, as opposed to what they have free.
enum CatalogueStore {
    static func hotels(_ place: Place, locale: ContentLocale, stars: Set<Int>) -> SQL {
        """
        select h.hotel_id, h.city_code, h.stars, h.rating_tenths, h.review_count, h.recommended_score, h.latitude,
               h.longitude, h.zone, (extract(epoch from h.check_in_from) / 60)::integer as check_in_minutes,
               (extract(epoch from h.check_out_until) / 60)::integer as check_out_minutes, h.amenity_codes,
               x.name, x.description, x.address
          from hotels h
          join hotel_texts x
            on x.tenant_id = h.tenant_id and x.hotel_id = h.hotel_id and x.locale = \(locale.rawValue)
         where \(fragment: place.condition) and h.active \(fragment: starsCondition(stars))
        """
    }

    static func starsCondition(_ stars: Set<Int>) -> SQL {
        stars.isEmpty ? "" : "and h.stars = any(\(stars.sorted()))"
    }

    static func roomTypes(_ place: Place, locale: ContentLocale) -> SQL {
        """
        select t.room_type_id, t.hotel_id, t.adults_max, t.children_max, t.guests_max, t.square_metres, t.bed_codes,
               t.amenity_codes, x.name, x.description
          from hotels h
          join room_types t on t.tenant_id = h.tenant_id and t.hotel_id = h.hotel_id
          join room_type_texts x
            on x.tenant_id = t.tenant_id and x.room_type_id = t.room_type_id and x.locale = \(locale.rawValue)
         where \(fragment: place.condition)
         order by t.hotel_id, t.position
        """
    }

    /// - Parameter onTopOnly: Without those that prices include.
    static func charges(_ place: Place, onTopOnly: Bool = false) -> SQL {
        """
        select c.hotel_id, c.code, c.kind, c.basis, c.value, c.nights_max, c.from_age, c.included, c.payable
          from hotels h
          join hotel_charges c on c.tenant_id = h.tenant_id and c.hotel_id = h.hotel_id
         where \(fragment: place.condition) \(fragment: onTopOnly ? "and not c.included" : "")
         order by c.hotel_id, c.code
        """
    }

    /// - Parameter ages: Only bands that children of such ages may be in.
    static func childBands(_ place: Place, ages: ClosedRange<Int> = Occupancy.childAges) -> SQL {
        """
        select b.hotel_id, b.age_from, b.age_to, b.price_minor
          from hotels h
          join child_bands b on b.tenant_id = h.tenant_id and b.hotel_id = h.hotel_id
         where \(fragment: place.condition) and b.age_from <= \(ages.upperBound) and b.age_to >= \(ages.lowerBound)
         order by b.hotel_id, b.age_from
        """
    }

    /// All of the tenant's: there are a handful.
    static let cancellationWindows: SQL = """
        select w.policy_id, w.days_before, (extract(epoch from w.local_time) / 60)::integer as local_minutes,
               w.hours_before, w.penalty_kind, w.penalty_value
          from cancellation_windows w
         order by w.policy_id, w.position
        """

    /// Which hotels a read is about.
    enum Place: Sendable {
        case city(String)
        /// Of a city with at most so many hotels: none where it has more.
        case smallCity(String, hotelsMax: Int)
        case hotels([HotelID])

        static func hotel(_ hotel: HotelID) -> Place { .hotels([hotel]) }

        var condition: SQL {
            switch self {
            case .city(let code): "h.city_code = \(code)"
            case .smallCity(let code, let most):
                "h.city_code = \(code) and (\(fragment: CatalogueStore.isSmall(city: code, hotelsMax: most)))"
            case .hotels(let hotels):
                hotels.count == 1
                    ? "h.hotel_id = \(hotels[0].uuid)" : "h.hotel_id = any(\(hotels.map(\.uuid)))"
            }
        }
    }

    /// Whether a city has at most so many hotels. Worked out once a statement, before anything of the city is read.
    static func isSmall(city code: String, hotelsMax most: Int) -> SQL {
        """
        select count(*) <= \(most) as is_small
          from (select from hotels c where c.city_code = \(code) limit \(most + 1)) c
        """
    }
}
