import Web

/// A table with what leads on from it: an order by each heading, the pages before and after, the whole as a file.
struct DeskTable: PageModel {
    struct Column: PageModel {
        let label: String
        /// Orders by this column, or turns its order around.
        var url: String?
        /// `ascending` or `descending` where the table is in this order.
        var sorted: String?
        var isNumber = false

        func child(named field: String) -> Any? {
            switch field {
            case "label": label
            case "url": present(url)
            case "sorted": present(sorted)
            case "is_number": isNumber
            default: nil
            }
        }
    }

    struct Row: PageModel {
        let head: DeskCell
        let cells: [DeskCell]

        func child(named field: String) -> Any? {
            switch field {
            case "head": head
            case "cells": cells
            default: nil
            }
        }
    }

    let caption: String
    let columns: [Column]
    let rows: [Row]
    /// What to do where there is nothing to show.
    let empty: String
    var emptyLink: DeskLink?
    var previous: String?
    var next: String?
    var export: String?

    func child(named field: String) -> Any? {
        switch field {
        case "caption": caption
        case "columns": columns
        case "rows": rows
        case "has_rows": !rows.isEmpty
        case "empty": empty
        case "empty_link": present(emptyLink)
        case "previous": present(previous)
        case "next": present(next)
        case "export": present(rows.isEmpty ? nil : export)
        case "has_pages": previous != nil || next != nil
        default: nil
        }
    }
}
