/// A table with what leads on from it: an order by each heading, the pages before and after, the whole as a file.
struct Table: Sendable {
    struct Column: Sendable {
        let label: String
        /// Orders by this column, or turns its order around.
        var url: String?
        /// `ascending` or `descending` where the table is in this order.
        var sorted: String?
        var isNumber = false
    }

    let caption: String
    var columns: [Column]
    /// The first cell names the row.
    var rows: [[Cell]]
    /// What to do where there is nothing to show.
    var empty = ""
    var emptyLink: Link?
    /// The first page of a list that is read from cursor to cursor.
    var first: String?
    var previous: String?
    var next: String?
    var export: String?
    /// Why there is no file.
    var exportClosed: String?
    /// Where these are the first few only: the list of all.
    var all: Link?

    var sheet: Sheet {
        [
            "caption": caption, "rows": rows.map(sheet), "has_rows": !rows.isEmpty, "empty": empty,
            "columns": columns.map {
                ["label": $0.label, "url": $0.url, "sorted": $0.sorted, "is_number": $0.isNumber] as Sheet
            },
            "empty_link": emptyLink?.sheet, "first": first, "previous": previous, "next": next,
            "has_pages": [first, previous, next].contains { $0 != nil }, "export": rows.isEmpty ? nil : export,
            "export_closed": rows.isEmpty ? nil : exportClosed, "all": rows.isEmpty ? nil : all?.sheet,
        ]
    }

    private func sheet(_ row: [Cell]) -> Sheet {
        let cells = zip(columns, row).map { $1.sheet(isNumber: $0.isNumber) }
        return ["head": cells.first, "cells": Array(cells.dropFirst())]
    }
}

extension Table {
    init(caption: String, _ columns: [String], _ rows: [[Cell]]) {
        self.init(caption: caption, columns: columns.map { Column(label: $0) }, rows: rows)
    }
}
