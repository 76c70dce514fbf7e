import Postgres

/// Looks cities up by code and by the beginning of a name in any language.
enum DestinationStore {
    static func city(_ code: String, locale: ContentLocale) -> SQL {
        """
        select c.city_code, c.country_code, c.latitude, c.longitude, x.name
          from cities c
          join city_texts x on x.tenant_id = c.tenant_id and x.city_code = c.city_code and x.locale = \(locale.rawValue)
         where c.city_code = \(code)
        """
    }

    /// Cities one of whose names begins with `key`, those whose whole name it is first. A prefix is a
    /// range by code point, because row security lets a range use an index and LIKE not: keys are
    /// ASCII, so U+007F comes after every continuation.
    static func cities(beginning key: String, locale: ContentLocale, limit: Int) -> SQL {
        """
        select c.city_code, c.country_code, c.latitude, c.longitude, x.name
          from (select k.tenant_id, k.city_code, bool_or(k.search_key = \(key)) as is_whole,
                       min(k.search_key) as first_key
                  from city_texts k
                 where k.search_key >= \(key) and k.search_key < \(key + "\u{7F}")
                 group by k.tenant_id, k.city_code) f
          join cities c on c.tenant_id = f.tenant_id and c.city_code = f.city_code
          join city_texts x on x.tenant_id = c.tenant_id and x.city_code = c.city_code and x.locale = \(locale.rawValue)
         order by f.is_whole desc, f.first_key, c.city_code
         limit \(limit)
        """
    }
}

extension Destination {
    init(_ row: Row) throws {
        code = try row.get("city_code")
        countryCode = try row.get("country_code")
        name = try row.get("name")
        latitude = try row.get("latitude")
        longitude = try row.get("longitude")
    }
}
