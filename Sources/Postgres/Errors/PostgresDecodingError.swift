/// A row that did not hold what the code expects: the error says where, so that it is found without a debugger.
package struct PostgresDecodingError: Error, Hashable, CustomStringConvertible {
    package enum Reason: Hashable, Sendable {
        case noSuchColumn(known: [String])
        case null
        case type
        case value(String)
        /// ``Rows/only()`` on none or many.
        case rowCount(Int)
    }

    package let column: String
    /// The Swift type that was wanted.
    package let wanted: String
    /// PostgreSQL's name of the type that was there.
    package let found: String
    package let reason: Reason
    package let statement: String

    package var description: String {
        let what =
            switch reason {
            case .noSuchColumn(let known): "there is no column \(column); there are \(known.joined(separator: ", "))"
            case .null: "column \(column) is null, wanted \(wanted) from \(found)"
            case .type: "column \(column) is \(found), which does not read as \(wanted)"
            case .value(let text): "column \(column) (\(found)) does not read as \(wanted): \(text)"
            case .rowCount(let count): "\(count) rows, wanted exactly one"
            }
        return "\(what); in: \(statement)"
    }
}
