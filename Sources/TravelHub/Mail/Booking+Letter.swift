import Bookings
import Messaging
import Pricing
import Vocabulary

extension Booking {
    /// The booking as a mail about one of its steps tells of it.
    func letter(step: Int, isCancelled: Bool) -> BookingLetter {
        let leaves = stay.checkOut
        return BookingLetter(
            booking: id.uuid, reference: reference.description, sequence: step, hotelName: stay.hotelName,
            hotelAddress: stay.hotelAddress, checkIn: stay.dates.checkIn, checkOut: stay.dates.checkOut,
            leavesBy: .init(
                date: leaves.date, minutes: leaves.time.minutes, zone: leaves.zone, instant: leaves.instant),
            rooms: stay.rooms.map(\.name), guests: stay.guests, total: price.total,
            dueAtProperty: price.dueAtProperty, penalty: isCancelled ? penalty : nil, path: "/\(locale)/manage",
            shown: display.flatMap { rate in
                rate.shown(price.total).map {
                    .init(amount: $0, date: rate.date, marginBasisPoints: rate.marginBasisPoints)
                }
            })
    }
}

extension PersonName {
    /// In the order that readers of the locale expect.
    func spoken(in locale: LocaleTag) -> String {
        switch form {
        case .full(let name): name
        case .parts(let given, let family): locale.language == "ja" ? "\(family) \(given)" : "\(given) \(family)"
        }
    }
}
