package import Postgres
import Vocabulary

/// What every list of the API that has orders takes, so that all of them are asked alike.
package enum PageFields {
    package static func sort<Order: RowOrder>(_ natural: Order) -> Field<Order> {
        Field("sort", Kind<Order>.choice, "What the rows are in the order of.").or(natural)
    }

    package static func order(_ natural: RowDirection) -> Field<RowDirection> {
        Field("order", Kind<RowDirection>.choice, "`up`: the least, the first or the oldest before the others.")
            .or(natural)
    }

    package static let cursor = Field(
        "cursor",
        Kind<RowPlace>.parsed(nil, "format", expected: "next_cursor", max: RowPlace.charactersMax),
        "From the page before, in the same order."
    ).optional

    /// Throws `InputFaults` for a cursor of another order.
    package static func page<Order: RowOrder>(
        _ sort: Order, _ order: RowDirection, _ cursor: RowPlace?
    ) throws -> RowPage<Order> {
        guard let page = RowPage(sort, order, after: cursor) else {
            throw InputFaults("?cursor", "format", ["expected": .text("next_cursor")])
        }
        return page
    }
}
