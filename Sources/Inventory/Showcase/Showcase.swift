import Foundation
import Postgres
package import Tenancy
package import Vocabulary

/// What a site can name without being asked for anything: its front page and its site map read it.
package struct Showcase: Sendable {
    package static let hotelsMax = 5_000

    package init() {}

    /// The cities with the most hotels, those with the best ones first among equals. One round trip.
    ///
    /// Throws `PostgresError`.
    package func destinations(locale: LocaleTag, limit: Int, in scope: TenantScope) async throws -> [Destination] {
        let locale = ContentLocale(for: locale)
        return try await scope.run(ShowcaseStore.cities(locale: locale, limit: limit)).map(Destination.init)
    }

    /// Hotels on sale, at most `hotelsMax` of them. One round trip.
    ///
    /// Throws `PostgresError`.
    package func hotels(in scope: TenantScope) async throws -> [HotelID] {
        try await scope.run(ShowcaseStore.hotels(limit: Self.hotelsMax)).map { HotelID(try $0.get("hotel_id")) }
    }
}

/// SQL over the whole catalogue, of few columns.
enum ShowcaseStore {
    static func cities(locale: ContentLocale, limit: Int) -> SQL {
        """
        select c.city_code, c.country_code, c.latitude, c.longitude, x.name
          from (select h.tenant_id, h.city_code, count(*) as hotels, max(h.recommended_score) as score
                  from hotels h where h.active group by h.tenant_id, h.city_code) s
          join cities c on c.tenant_id = s.tenant_id and c.city_code = s.city_code
          join city_texts x on x.tenant_id = c.tenant_id and x.city_code = c.city_code and x.locale = \(locale.rawValue)
         order by s.hotels desc, s.score desc, c.city_code
         limit \(limit)
        """
    }

    static func hotels(limit: Int) -> SQL {
        "select h.hotel_id from hotels h where h.active order by h.hotel_id limit \(limit)"
    }
}
