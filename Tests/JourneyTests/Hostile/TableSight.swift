import Foundation

/// A table as a spreadsheet reads it (RFC 4180): cells, and which of them it would compute.
struct TableSight: Sendable {
    private(set) var rows: [[String]] = []

    init(_ text: String) {
        var row: [String] = []
        var cell: [Unicode.Scalar] = []
        var isQuoted = false
        var scalars = Array(text.unicodeScalars)[...]
        func string(_ scalars: [Unicode.Scalar]) -> String { String(String.UnicodeScalarView(scalars)) }
        while let scalar = scalars.popFirst() {
            switch (isQuoted, scalar) {
            case (true, "\"") where scalars.first == "\"":
                scalars.removeFirst()
                cell.append("\"")
            case (true, "\""): isQuoted = false
            case (false, "\"") where cell.isEmpty: isQuoted = true
            case (false, ","):
                row.append(string(cell))
                cell = []
            case (false, "\r") where scalars.first == "\n":
                scalars.removeFirst()
                rows.append(row + [string(cell)])
                (row, cell) = ([], [])
            default: cell.append(scalar)
            }
        }
        if !row.isEmpty || !cell.isEmpty { rows.append(row + [string(cell)]) }
    }

    /// A cell that shows `text`, itself or in the document that it is; the mark before a formula is not shown.
    func shows(_ text: String) -> Bool {
        rows.joined().contains { cell in
            if cell.range(of: text, options: .literal) != nil { return true }
            let document = try? JSONSerialization.jsonObject(with: Data(cell.utf8))
            return document.map { Sight.holds(text, $0) } ?? false
        }
    }

    var faults: [String] {
        let width = rows.first?.count ?? 0
        let ragged = rows.filter { $0.count != width }.map {
            "a row of \($0.count) cells in a table of \(width): \($0)"
        }
        let computed = rows.joined().filter { cell in
            guard let first = cell.unicodeScalars.first, "=+-@\t\r\n＝＋－＠".unicodeScalars.contains(first) else {
                return false
            }
            return cell.wholeMatch(of: /-[0-9]+(\.[0-9]+)?/) == nil
        }
        return ragged + computed.map { "a spreadsheet computes \($0)" }
    }
}
