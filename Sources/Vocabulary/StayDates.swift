/// Check-in and check-out as calendar days of the property; the nights are the days between.
package struct StayDates: Hashable, Sendable {
    package static let nightsMax = 30

    package let checkIn: CalendarDate
    package let checkOut: CalendarDate

    package enum Fault: Error, Hashable, Sendable {
        case checkOutNotAfterCheckIn
        case tooManyNights
    }

    package init(checkIn: CalendarDate, checkOut: CalendarDate) throws(Fault) {
        guard checkIn < checkOut else { throw .checkOutNotAfterCheckIn }
        guard checkOut.daysSinceEpoch - checkIn.daysSinceEpoch <= Self.nightsMax else { throw .tooManyNights }
        self.checkIn = checkIn
        self.checkOut = checkOut
    }

    package var nightCount: Int { checkOut.daysSinceEpoch - checkIn.daysSinceEpoch }

    /// The date of each night slept: check-in included, check-out not.
    package var nights: [CalendarDate] { (0..<nightCount).map(checkIn.adding(days:)) }
}
