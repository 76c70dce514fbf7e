import Inventory
import Pricing
import Tenancy
import Vocabulary
import Web

extension HotelSight {
    /// For search engines: the hotel, and the way to it.
    var structured: [StructuredData.JSONValue] {
        guard let base = visit.frame.base else { return [] }
        let address = base + visit.paths.hotel(hotel.id)
        return [
            [
                "@context": "https://schema.org", "@type": "Hotel", "name": .text(hotel.name), "url": .text(address),
                "description": .text(hotel.description), "address": .text(hotel.address),
                "starRating": ["@type": "Rating", "ratingValue": .number(Double(hotel.stars))],
                "geo": [
                    "@type": "GeoCoordinates", "latitude": .number(hotel.latitude),
                    "longitude": .number(hotel.longitude),
                ],
                "checkinTime": .text(hotel.checkInFrom.description),
                "checkoutTime": .text(hotel.checkOutUntil.description),
            ],
            [
                "@context": "https://schema.org", "@type": "BreadcrumbList",
                "itemListElement": .list([
                    item(1, visit.profile.name(in: visit.locale), base + visit.paths.home),
                    item(2, cityName, base + SitePaths.with(visit.paths.hotels, [("destination", hotel.cityCode)])),
                    item(3, hotel.name, address),
                ]),
            ],
        ]
    }

    private func item(_ position: Int, _ name: String, _ address: String) -> StructuredData.JSONValue {
        [
            "@type": "ListItem", "position": .number(Double(position)), "name": .text(name), "item": .text(address),
        ]
    }
}
