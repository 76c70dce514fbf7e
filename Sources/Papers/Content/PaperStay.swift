import Bookings
import Messaging
package import Vocabulary

/// Which stay a paper is about.
package struct PaperStay: Hashable, Sendable, Codable {
    /// Of the booking.
    package let reference: String
    package let hotelName: String
    package let hotelAddress: String
    package let checkIn: CalendarDate
    package let checkOut: CalendarDate

    private enum CodingKeys: String, CodingKey {
        case reference
        case hotelName = "hotel_name"
        case hotelAddress = "hotel_address"
        case checkIn = "check_in"
        case checkOut = "check_out"
    }

    init(_ booking: Booking) {
        reference = booking.reference.description
        hotelName = booking.stay.hotelName
        hotelAddress = booking.stay.hotelAddress
        checkIn = booking.stay.dates.checkIn
        checkOut = booking.stay.dates.checkOut
    }
}
