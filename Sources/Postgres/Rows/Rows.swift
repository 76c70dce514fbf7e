/// The answer to one statement.
package struct Rows: RandomAccessCollection, Sendable {
    let result: ServerResult
    private let columns: Columns
    private let statement: String

    package let count: Int

    init(result: ServerResult, columns: Columns, statement: String) {
        self.result = result
        self.columns = columns
        self.statement = statement
        self.count = result.rowCount
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { count }

    package subscript(position: Int) -> Row {
        precondition(position >= 0 && position < count, "row \(position) of \(count)")
        return Row(result: result, columns: columns, statement: statement, index: position)
    }

    /// How many rows the statement read or changed.
    package var affectedCount: Int { result.affectedCount }

    package var columnNames: [String] { columns.names }

    /// - Throws: ``PostgresDecodingError`` when there is no such column.
    func place<T>(of column: String, as wanted: T.Type) throws -> (position: Int, oid: UInt32) {
        let position = try columns.position(column, wanted: wanted, statement)
        return (position, columns.oids[position])
    }

    /// `COMMIT`, `INSERT 0 1`, … as the server said it.
    var commandTag: String { result.commandTag }

    /// The one row there is.
    ///
    /// - Throws: ``PostgresDecodingError`` when there is none, or more than one.
    package func only() throws -> Row {
        guard count == 1 else {
            throw PostgresDecodingError(
                column: "", wanted: "one row", found: "\(count) rows", reason: .rowCount(count), statement: statement)
        }
        return self[0]
    }
}
