import Bookings
import Inventory
import Messaging
import Pricing
package import Tenancy
package import Vocabulary

/// What a stay costs, line by line: rooms without what their price includes, each tax and fee by itself, and what is kept of
/// rooms given back. The lines sum to the total.
package struct PaperPrice: Hashable, Sendable, Codable {
    package struct Room: Hashable, Sendable, Codable {
        package let name: String
        /// As `Occupancy` writes it.
        package let occupancy: String
        package let board: String
        package let base: Money
    }

    package struct Charge: Hashable, Sendable, Codable {
        package let code: String
        package let kind: String
        /// What the partner calls it; nil for a charge of the property's, which our own words name.
        package let name: LocalizedText?
        /// Nil where it is not known for certain any more.
        package let rate: Rate?
        package let amount: Money
        package let isDueAtProperty: Bool

        private enum CodingKeys: String, CodingKey {
            case code, kind, name, rate, amount
            case isDueAtProperty = "due_at_property"
        }
    }

    package struct Rate: Hashable, Sendable, Codable {
        package let basis: String
        /// Basis points for a percentage, else minor units.
        package let value: Int
        package let nightsMax: Int?

        private enum CodingKeys: String, CodingKey {
            case basis, value
            case nightsMax = "nights_max"
        }
    }

    /// What stays owed for a room that was given back alone.
    package struct Kept: Hashable, Sendable, Codable {
        package let room: String
        package let amount: Money
    }

    package let rooms: [Room]
    package let charges: [Charge]
    /// Nil where there is none.
    package let kept: [Kept]?
    package let total: Money
    package let dueAtProperty: Money

    private enum CodingKeys: String, CodingKey {
        case rooms, charges, kept, total
        case dueAtProperty = "due_at_property"
    }

    package var currency: CurrencyCode { total.currency }
}

extension PaperPrice {
    /// - Parameter names: the partner's own, by code.
    init(_ stay: FrozenStay, names: [String: LocalizedText]) {
        let rules = stay.rules
        self.init(
            rooms: stay.rooms.map { room in
                Room(
                    name: room.name, occupancy: room.occupancy.description, board: room.board.rawValue,
                    base: room.price.base)
            },
            charges: stay.charges.map { line in
                Charge(
                    code: line.code, kind: line.kind.rawValue, name: names[line.code],
                    rate: rules[line.code].map {
                        Rate(basis: $0.basis.rawValue, value: $0.value, nightsMax: $0.nightsMax)
                    }, amount: line.amount, isDueAtProperty: line.payable == .atProperty)
            }, kept: Self.kept(stay), total: stay.price.total, dueAtProperty: stay.price.dueAtProperty)
    }

    private static func kept(_ stay: FrozenStay) -> [Kept]? {
        let kept = stay.dropped.filter { $0.kept.minor > 0 }.map { Kept(room: $0.name, amount: $0.kept) }
        return kept.isEmpty ? nil : kept
    }
}
