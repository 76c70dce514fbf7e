/// A tax or fee that a property or its city puts on a stay.
package struct StayCharge: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case tax
        case fee
    }

    package enum Basis: String, Hashable, Sendable, CaseIterable {
        /// Hundredths of a percent of the room price.
        case percent
        /// Minor units for each room, once.
        case perStay = "per_stay"
        case perRoomNight = "per_room_night"
        case perPersonNight = "per_person_night"
    }

    /// Stable code, also the key of its words: `charge.<code>`.
    package let code: String
    package let kind: Kind
    package let basis: Basis
    /// Basis points or minor units, as `basis` says.
    package let value: Int
    /// Only the first so many nights count; nil for all.
    package let nightsMax: Int?
    /// Persons younger than this do not count; 0 for all.
    package let fromAge: Int
    /// Whether the nightly price holds it already.
    package let isIncluded: Bool
    /// When it is paid; one that is included is paid with the room.
    package let payable: Payable

    package init(
        code: String, kind: Kind, basis: Basis, value: Int, nightsMax: Int?, fromAge: Int, isIncluded: Bool,
        payable: Payable
    ) {
        self.code = code
        self.kind = kind
        self.basis = basis
        self.value = value
        self.nightsMax = nightsMax
        self.fromAge = fromAge
        self.isIncluded = isIncluded
        self.payable = payable
    }
}
