/// One step of a cancellation policy: from when on, and what is then lost.
package struct CancellationRule: Hashable, Sendable {
    package enum Beginning: Hashable, Sendable {
        /// From the moment of booking on.
        case booking
        /// At a time on the property's clock, so many days before the day of check-in.
        case days(Int, LocalTime)
        /// So many elapsed hours before check-in opens.
        case hours(Int)
    }

    package enum Penalty: Hashable, Sendable {
        /// Hundredths of a percent of the room's total.
        case percent(Int)
        /// The first so many nights.
        case nights(Int)
        /// Minor units of the price's currency.
        case amount(Int)
    }

    package let begins: Beginning
    package let penalty: Penalty

    package init(begins: Beginning, penalty: Penalty) {
        self.begins = begins
        self.penalty = penalty
    }
}
