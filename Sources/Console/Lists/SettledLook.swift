import Localization
import Postgres
import Vocabulary
import Web

/// How somebody looks at a list once what the list does not have is left out, and what is said of that: a page that
/// shows something else than its address asks for says so.
struct SettledLook<Place: Sendable>: Sendable {
    let input: ListInput
    let order: ListOrder?
    /// Nil for the first page.
    let place: Place?
    let told: [String]
}

extension ItemList {
    /// - Parameter place: reads where the page before ended; nil for what is no place in that order.
    ///
    /// Throws `InputFaults` for a file in an order that is unknown: a file has no line to say that it is in another.
    func settled<Place>(
        _ input: ListInput, _ place: (String, ListOrder?) -> Place?
    ) throws -> SettledLook<Place> {
        var (input, told) = (input, [String]())
        let orders = columns.filter(\.isOrdered).map(\.key)
        if let sort = input.sort, !orders.contains(sort) {
            if input.format == .csv { throw InputFaults("?sort", "choice", ["choices": .list(orders)]).problem }
            input.sort = nil
            told.append(words("console.list.unknown_order"))
        }
        let order = order(input)
        let found = input.after.flatMap { place($0, order) }
        if input.after != nil, found == nil {
            input.after = nil
            told.append(words("console.list.unknown_place"))
        }
        return SettledLook(input: input, order: order, place: found, told: told)
    }

    /// The same list in the orders that the database knows of it.
    func ordered<Order: RowOrder>(by natural: Order, _ direction: ListInput.Order) -> ItemList {
        var list = self
        list.natural = ListOrder(natural.rawValue, direction)
        list.columns = columns.map { column in
            var column = column
            column.isOrdered = Order(rawValue: column.key) != nil
            return column
        }
        return list
    }
}
