import Foundation

/// A file of the `seed` folder: a line of column names, then rows of the same number of cells.
/// Nothing is quoted, so a separator never stands inside a cell.
struct SeedTable {
    struct Line {
        let number: Int
        private let file: String
        private let cells: [String: String]

        fileprivate init(number: Int, file: String, cells: [String: String]) {
            self.number = number
            self.file = file
            self.cells = cells
        }

        /// Throws `SeedFault` when the file lacks the column.
        func text(_ column: String) throws(SeedFault) -> String {
            guard let cell = cells[column] else { throw fault("no column \(column)") }
            return cell
        }

        func value<Value: LosslessStringConvertible>(
            _ column: String, as wanted: Value.Type = Value.self
        ) throws(SeedFault) -> Value {
            let cell = try text(column)
            guard let value = Value(cell) else { throw fault("\(column) does not read: \(cell)") }
            return value
        }

        func fault(_ reason: String) -> SeedFault { SeedFault(file: file, line: number, reason: reason) }
    }

    let lines: [Line]

    /// Throws `SeedFault`, or what reading the file throws.
    init(_ file: URL, separator: Character) throws {
        let text = try String(contentsOf: file, encoding: .utf8)
        let rows = text.split(separator: "\n", omittingEmptySubsequences: false)
        let names = rows.first.map { $0.split(separator: separator).map(String.init) } ?? []
        var lines: [Line] = []
        for (index, row) in rows.enumerated().dropFirst() where !row.isEmpty {
            let cells = row.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
            guard cells.count == names.count else {
                throw SeedFault(
                    file: file.lastPathComponent, line: index + 1,
                    reason: "\(cells.count) cells, expected \(names.count)")
            }
            lines.append(
                Line(
                    number: index + 1, file: file.lastPathComponent,
                    cells: Dictionary(zip(names, cells)) { first, _ in first }))
        }
        self.lines = lines
    }
}

/// A fault of a seed file, with its place.
package struct SeedFault: Error, Hashable, Sendable, CustomStringConvertible {
    package let file: String
    package let line: Int
    package let reason: String

    package init(file: String, line: Int, reason: String) {
        self.file = file
        self.line = line
        self.reason = reason
    }

    package var description: String { "\(file):\(line): \(reason)" }
}
