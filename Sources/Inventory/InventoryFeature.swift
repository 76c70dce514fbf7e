package import Web

/// What a tenant has to offer: destinations, hotels, what is free and what it costs.
///
/// What always holds: reading writes nothing (an offer proves itself), a price holds every mandatory
/// amount, and what is counted as held or sold is counted by the database alone.
package struct InventoryFeature: Sendable {
    package let search: HotelSearch
    let suggestions = Suggestions(finder: DestinationFinder())

    package init(search: HotelSearch) { self.search = search }

    package func routes() -> RouteGroup { RouteGroup("inventory", [searchRoute, hotelRoute, destinationsRoute]) }
}
