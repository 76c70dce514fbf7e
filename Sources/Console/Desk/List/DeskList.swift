import Foundation
import HTTPTypes
import HummingbirdCore
import NIOCore
import Web

/// A list as its page, in any of its orders, and as a file: written down once for both.
struct DeskList<Item: Sendable>: Sendable {
    struct Column: Sendable {
        let key: String
        let label: String
        var isOrdered = true
        var isNumber = false
        let value: @Sendable (Item) -> DeskValue
        let cell: @Sendable (Item) -> DeskCell
    }

    /// Where it stands, and what its file is called.
    let path: String
    let file: String
    let caption: String
    let empty: String
    var emptyLink: DeskLink?
    /// The first one names the row.
    let columns: [Column]
    /// What narrows this list beside what every list knows.
    var kept: [(name: String, value: String)] = []

    /// A list that is short enough to be held: ordered and cut here.
    func table(of items: [Item], _ input: ListInput) -> DeskTable {
        let ordered = ordered(items, input)
        let rows = ordered.dropFirst(input.offset).prefix(ListInput.rowsPerPage)
        return table(
            rows: Array(rows), input, previous: previous(input),
            next: ordered.count > input.offset + ListInput.rowsPerPage ? next(input) : nil)
    }

    /// A page that the database ordered and cut, with one row more where there are more.
    func table(ofPage items: [Item], _ input: ListInput) -> DeskTable {
        table(
            rows: Array(items.prefix(ListInput.rowsPerPage)), input, previous: previous(input),
            next: items.count > ListInput.rowsPerPage ? next(input) : nil)
    }

    /// The same where a page begins behind the last row of the one before.
    func table(ofPage items: [Item], _ input: ListInput, cursor: (Item) -> String) -> DeskTable {
        let rows = Array(items.prefix(ListInput.rowsPerPage))
        let last = items.count > rows.count ? rows.last.map(cursor) : nil
        return table(
            rows: rows, input, previous: input.after == nil ? nil : address(input, ["after": nil]),
            next: last.map { address(input, ["after": $0]) })
    }

    /// `read` is given the last row that was written, and how many were.
    func answer(_ read: @escaping @Sendable (Item?, Int) async throws -> [Item]) async throws -> Answer {
        let first = try await read(nil, 0)
        let columns = columns
        return Answer(
            .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8",
                .contentDisposition: "attachment; filename=\"\(file).csv\"",
            ],
            body: .stream { writer in
                try await writer.write(CSVWriter.records([columns.map { .text($0.key) }]))
                var (page, count) = (first, 0)
                while !page.isEmpty {
                    try await writer.write(
                        CSVWriter.records(page.map { item in columns.map { $0.value(item).tableCell } }))
                    count += page.count
                    page = try await read(page.last, count)
                }
                try await writer.finish(nil)
            }, cache: .never)
    }

    /// A list that is held, as a file in its order.
    func answer(of items: [Item], _ input: ListInput) async throws -> Answer {
        let ordered = ordered(items, input)
        return try await answer { last, _ in last == nil ? ordered : [] }
    }

    private func ordered(_ items: [Item], _ input: ListInput) -> [Item] {
        guard let column = columns.first(where: { $0.key == input.sort && $0.isOrdered }) else { return items }
        let keyed = items.map { (value: column.value($0), item: $0) }.enumerated()
            .sorted {
                $0.element.value == $1.element.value
                    ? $0.offset < $1.offset : ($0.element.value < $1.element.value) == (input.order == .up)
            }
        return keyed.map(\.element.item)
    }

    private func previous(_ input: ListInput) -> String? {
        input.page > 1 ? address(input, ["page": input.page == 2 ? nil : String(input.page - 1)]) : nil
    }

    private func next(_ input: ListInput) -> String { address(input, ["page": String(input.page + 1)]) }

    private func address(_ input: ListInput, _ changes: [String: String?]) -> String {
        let address = input.address(path, changes)
        guard !kept.isEmpty else { return address }
        let query = kept.map { "\($0.name)=\(PercentCoding.encode($0.value))" }.joined(separator: "&")
        return address + (address.contains("?") ? "&" : "?") + query
    }

    private func table(rows: [Item], _ input: ListInput, previous: String?, next: String?) -> DeskTable {
        DeskTable(
            caption: caption, columns: columns.map { heading($0, input) },
            rows: rows.map { item in
                let cells = columns.map { column in
                    var cell = column.cell(item)
                    cell.isNumber = column.isNumber
                    return cell
                }
                return DeskTable.Row(head: cells.first ?? .none, cells: Array(cells.dropFirst()))
            },
            empty: empty, emptyLink: emptyLink, previous: previous, next: next,
            export: address(input, ["page": nil, "after": nil, "format": "csv"]))
    }

    private func heading(_ column: Column, _ input: ListInput) -> DeskTable.Column {
        guard column.isOrdered else { return DeskTable.Column(label: column.label, isNumber: column.isNumber) }
        let isCurrent = input.sort == column.key
        let order = isCurrent && input.order == .up ? "down" : nil
        return DeskTable.Column(
            label: column.label,
            url: address(input, ["sort": column.key, "order": order, "page": nil]),
            sorted: isCurrent ? (input.order == .up ? "ascending" : "descending") : nil, isNumber: column.isNumber)
    }
}
