package import Foundation
package import Vocabulary

/// What a traveller asks for: these rooms, for these people, at this price.
package struct HoldCommand: Hashable, Sendable {
    package enum Source: Hashable, Sendable {
        case quote(UUID)
        case offer(String)
    }

    package let source: Source
    /// The total that the traveller has seen and agreed to, where it is another than the offer's.
    package let acceptedTotal: Money?
    package let party: Party
    package let locale: LocaleTag
    /// Whoever is signed in; nil for a guest.
    package let account: UUID?

    package init(
        source: Source, acceptedTotal: Money?, party: Party, locale: LocaleTag, account: UUID? = nil
    ) {
        self.source = source
        self.acceptedTotal = acceptedTotal
        self.party = party
        self.locale = locale
        self.account = account
    }
}

/// A hold as it is told to whoever made it.
package struct HeldBooking: Sendable {
    package let dated: DatedBooking
    /// Told this once.
    package let token: AccessToken

    package var booking: Booking { dated.booking }
}
