/// One column of an answer as values of one type: for answers of many rows, whose columns are looked up by name once
/// instead of once a row.
package struct RowColumn<Value: SQLDecodable> {
    private let rows: Rows
    private let name: String
    private let position: Int

    init(rows: Rows, name: String, position: Int) {
        self.rows = rows
        self.name = name
        self.position = position
    }

    /// The field of a row as a value.
    ///
    /// - Throws: ``PostgresDecodingError`` naming the column, both types and the statement.
    package subscript(row: Int) -> Value {
        get throws { try rows[row].value(at: position, of: name) }
    }
}

extension Rows {
    /// - Throws: ``PostgresDecodingError`` when there is no such column.
    package func column<Value: SQLDecodable>(_ name: String, as: Value.Type = Value.self) throws -> RowColumn<Value> {
        RowColumn(rows: self, name: name, position: try position(of: name, as: Value.self))
    }
}
