package import Foundation

/// The orders that a list can be read in, page by page: each row stands once in each of them, for where their
/// values are equal or there is none, identifiers decide.
package protocol RowOrder: RawRepresentable, CaseIterable, Hashable, Sendable where RawValue == String {
    associatedtype Item

    /// The column of the identifiers.
    static var id: SQL { get }
    static func id(of item: Item) -> UUID
    /// Nil for the order of the identifiers themselves, which grow with time.
    var value: RowValue<Item>? { get }
}

package enum RowDirection: String, CaseIterable, Sendable { case up, down }

/// What rows are ordered by: the same expression over a column and over what a cursor brings, so that both agree.
package struct RowValue<Item> {
    fileprivate let column: SQL
    /// Never null.
    fileprivate let expression: (SQL) -> SQL
    fileprivate let read: (Item) -> RowPlace.Value
    fileprivate let bind: (RowPlace.Value) -> SQL?

    /// As readers of any language expect names, whatever the case.
    package static func name(_ column: SQL, _ read: @escaping (Item) -> String) -> Self {
        text(column, { "lower(\(fragment: $0)) collate \"und-x-icu\"" }, read)
    }

    /// A word that we chose, in the order of its column, whose index serves.
    package static func word(_ column: SQL, _ read: @escaping (Item) -> String) -> Self { text(column, { $0 }, read) }

    package static func number(_ column: SQL, _ read: @escaping (Item) -> Int) -> Self {
        Self(column: column, expression: { $0 }, read: { .number(read($0)) }) {
            guard case .number(let number) = $0 else { return nil }
            return "\(number)"
        }
    }

    package static func moment(_ column: SQL, _ read: @escaping (Item) -> Date) -> Self {
        Self(column: column, expression: { $0 }, read: { .moment(read($0)) }) {
            guard case .moment(let date) = $0 else { return nil }
            return "\(date)"
        }
    }

    /// What has not happened yet comes before all that has.
    package static func lastTime(_ column: SQL, _ read: @escaping (Item) -> Date?) -> Self {
        moment(column, { "coalesce(\(fragment: $0), '-infinity')" }, read)
    }

    /// What has no end comes after all that has.
    package static func end(_ column: SQL, _ read: @escaping (Item) -> Date?) -> Self {
        moment(column, { "coalesce(\(fragment: $0), 'infinity')" }, read)
    }

    private static func text(
        _ column: SQL, _ expression: @escaping (SQL) -> SQL, _ read: @escaping (Item) -> String
    ) -> Self {
        Self(column: column, expression: expression, read: { .text(read($0)) }) {
            guard case .text(let text) = $0 else { return nil }
            return "\(text)"
        }
    }

    private static func moment(
        _ column: SQL, _ expression: @escaping (SQL) -> SQL, _ read: @escaping (Item) -> Date?
    ) -> Self {
        Self(column: column, expression: expression, read: { read($0).map { .moment($0) } ?? .none }) {
            switch $0 {
            case .none: "\(Date?.none)"
            case .moment(let date): "\(date)"
            case .number, .text: nil
            }
        }
    }
}

/// One page of a list in one of its orders, as its statement needs it.
package struct RowPage<Order: RowOrder>: Sendable {
    package let order: Order
    package let direction: RowDirection
    private let place: RowPlace?

    /// The first page.
    package init(_ order: Order, _ direction: RowDirection = .up) {
        (self.order, self.direction, place) = (order, direction, nil)
    }

    /// Nil for a place that is none of this order.
    package init?(_ order: Order, _ direction: RowDirection, after place: RowPlace?) {
        if let place {
            guard place.order == Self.name(order), order.value.map({ $0.bind(place.value) != nil }) ?? true else {
                return nil
            }
        }
        (self.order, self.direction, self.place) = (order, direction, place)
    }

    /// One condition behind `where`.
    package var condition: SQL {
        guard let place else { return "true" }
        let sign: SQL = direction == .up ? ">" : "<"
        guard let value = order.value, let bound = value.bind(place.value) else {
            return "\(fragment: Order.id) \(fragment: sign) \(place.id)"
        }
        return """
            (\(fragment: value.expression(value.column)), \(fragment: Order.id))
              \(fragment: sign) (\(fragment: value.expression(bound)), \(place.id))
            """
    }

    /// What stands behind `order by`.
    package var ordering: SQL {
        let way: SQL = direction == .up ? "asc" : "desc"
        let own: SQL = "\(fragment: Order.id) \(fragment: way)"
        guard let value = order.value else { return own }
        return "\(fragment: value.expression(value.column)) \(fragment: way), \(fragment: own)"
    }

    package func place(of item: Order.Item) -> RowPlace {
        RowPlace(order: Self.name(order), value: order.value?.read(item) ?? .none, id: Order.id(of: item))
    }

    /// The page that begins behind `item`.
    package func behind(_ item: Order.Item) -> RowPage {
        RowPage(order, direction, behind: place(of: item))
    }

    private init(_ order: Order, _ direction: RowDirection, behind place: RowPlace) {
        (self.order, self.direction, self.place) = (order, direction, place)
    }

    private static func name(_ order: Order) -> String { order.value == nil ? "" : order.rawValue }
}
