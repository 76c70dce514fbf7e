import Foundation
import Localization
import Web

/// A list as its page, in any of its orders, and as a file: written down once for both.
struct ItemList<Item: Sendable>: Sendable {
    let words: Translator
    /// Where it stands, and what its file is called.
    let path: String
    let file: String
    let caption: String
    /// What to do where there is nothing yet; what a search does not find is told otherwise.
    let empty: String
    var emptyLink: Link?
    /// What to do where a search finds nothing, if there is more to say than that.
    var unmatched: String?
    /// The order that is not asked for: a column and its direction.
    var natural: ListOrder?
    /// The first one names the row.
    var columns: [Column]

    /// The order that is asked for if the list has it, else its natural one.
    func order(_ input: ListInput) -> ListOrder? {
        guard let column = columns.first(where: { $0.key == input.sort && $0.isOrdered }) else { return natural }
        return ListOrder(column.key, input.order)
    }

    /// A list that is short enough to be held: ordered and cut here.
    func table(of items: [Item], _ input: ListInput) -> Table {
        let ordered = ordered(items, input)
        return table(ofPage: Array(ordered.dropFirst(input.offset).prefix(ListInput.rowsPerPage + 1)), input)
    }

    /// A page that begins where its number says, with one row more where there are more.
    func table(ofPage items: [Item], _ input: ListInput) -> Table {
        let (page, hasMore) = (input.page, items.count > ListInput.rowsPerPage)
        return table(
            items, input, previous: page > 1 ? address(input, ["page": page == 2 ? nil : String(page - 1)]) : nil,
            next: hasMore ? address(input, ["page": String(page + 1)]) : nil)
    }

    /// A page that the database ordered and cut, with one row more where there are more: it begins behind the last
    /// row of the one before.
    func table(ofPage items: [Item], _ input: ListInput, cursor: (Item) -> String) -> Table {
        let last = items.count > ListInput.rowsPerPage ? items[ListInput.rowsPerPage - 1] : nil
        return table(
            items, input, first: input.after == nil ? nil : address(input, ["after": nil]),
            next: last.map { address(input, ["after": cursor($0)]) })
    }

    /// The first few, on the page of whom they are about, with the way to all of them.
    func short(_ items: [Item], all: Link) -> Table {
        let shown = columns.filter(\.isShown)
        return Table(
            caption: caption, columns: shown.map { Table.Column(label: $0.label, isNumber: $0.isNumber) },
            rows: items.map { item in shown.map { $0.cell(item) } }, empty: empty, all: all)
    }

    /// `read` is given the last row that was written, and how many were.
    func answer(_ read: @escaping PagedRows<Item>.Read) async throws -> Answer {
        let filed = columns.filter(\.isFiled)
        return try await .file(file, filed.map(\.key), read) { item in filed.map { $0.value(item).cell } }
    }

    /// A list that is held, as a file in its order.
    func answer(of items: [Item], _ input: ListInput) async throws -> Answer {
        let ordered = ordered(items, input)
        return try await answer { last, _ in last == nil ? ordered : [] }
    }

    private func ordered(_ items: [Item], _ input: ListInput) -> [Item] {
        guard let order = order(input), let column = columns.first(where: { $0.key == order.key }) else {
            return items
        }
        let isUp = order.direction == .up
        let values = collated(items.map(column.rank ?? column.value))
        return zip(values, items).map { (value: $0, item: $1) }.enumerated().sorted { left, right in
            let (one, other) = (left.element.value, right.element.value)
            return one == other ? left.offset < right.offset : (one < other) == isUp
        }.map(\.element.item)
    }

    /// Texts by where a reader looks for them in a list, with their equals beside each other.
    private func collated(_ values: [ListValue]) -> [ListValue] {
        let texts = Set(values.compactMap(\.text))
        let ranks = Dictionary(
            uniqueKeysWithValues: words.formats.sorted(Array(texts)).enumerated().map { ($1, $0) })
        return values.map { value in value.text.flatMap { ranks[$0] }.map { .number(Double($0)) } ?? value }
    }

    private func address(_ input: ListInput, _ changes: [String: String?]) -> String {
        input.address(path, changes)
    }

    private func table(
        _ items: [Item], _ input: ListInput, first: String? = nil, previous: String? = nil, next: String?
    ) -> Table {
        let (order, shown) = (order(input), columns.filter(\.isShown))
        return Table(
            caption: caption, columns: shown.map { heading($0, order, input) },
            rows: items.prefix(ListInput.rowsPerPage).map { item in shown.map { $0.cell(item) } },
            empty: input.isNarrowed ? unmatched ?? words("console.list.unmatched") : empty,
            emptyLink: input.isNarrowed ? Link(words("console.list.show_all"), path) : emptyLink, first: first,
            previous: previous, next: next, export: address(input, ["page": nil, "after": nil, "format": "csv"]))
    }

    private func heading(_ column: Column, _ order: ListOrder?, _ input: ListInput) -> Table.Column {
        guard column.isOrdered else { return Table.Column(label: column.label, isNumber: column.isNumber) }
        let direction = order.flatMap { $0.key == column.key ? $0.direction : nil }
        return Table.Column(
            label: column.label,
            url: address(
                input,
                ["sort": column.key, "order": direction == .up ? "down" : nil, "page": nil, "after": nil]),
            sorted: direction.map { $0 == .up ? "ascending" : "descending" }, isNumber: column.isNumber)
    }
}

struct ListOrder: Sendable {
    let key: String
    let direction: ListInput.Order

    init(_ key: String, _ direction: ListInput.Order) {
        self.key = key
        self.direction = direction
    }
}
