import Web

/// The stay being bought, beside the form and on the confirmation.
package struct StaySummary: PageModel {
    package let hotelName: String
    package let hotelURL: String
    package let address: String
    /// Check-in, check-out, nights, guests; times name their zone.
    package let facts: [Fact]
    package let rooms: [String]
    package let ratePlan: String
    package let cancellation: CancellationTerms
    package let price: PriceView

    package init(
        hotelName: String, hotelURL: String, address: String, facts: [Fact], rooms: [String], ratePlan: String,
        cancellation: CancellationTerms, price: PriceView
    ) {
        self.hotelName = hotelName
        self.hotelURL = hotelURL
        self.address = address
        self.facts = facts
        self.rooms = rooms
        self.ratePlan = ratePlan
        self.cancellation = cancellation
        self.price = price
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "hotel_name": hotelName
        case "hotel_url": hotelURL
        case "address": address
        case "facts": facts
        case "rooms": rooms
        case "rate_plan": ratePlan
        case "cancellation": cancellation
        case "price": price
        default: nil
        }
    }
}
