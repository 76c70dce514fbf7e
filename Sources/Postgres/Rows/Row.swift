/// One row of an answer; its fields are decoded when they are asked for.
package struct Row: Sendable {
    let result: ServerResult
    let columns: Columns
    let statement: String
    let index: Int

    package var columnNames: [String] { columns.names }

    /// The field of a column as a value.
    ///
    /// - Throws: ``PostgresDecodingError`` naming the column, both types and the statement.
    package func get<T: SQLDecodable>(_ column: String, as wanted: T.Type = T.self) throws -> T {
        try value(at: try columns.position(column, wanted: T.self, statement), of: column)
    }

    /// The field at a position; `column` is what a fault calls it.
    @inline(__always)
    func value<T: SQLDecodable>(at position: Int, of column: String) throws -> T {
        let oid = columns.oids[position]
        do {
            return try result.withCell(row: index, column: position, oid: oid) { try T(decoding: $0) }
        } catch let fault as SQLDecodingFault {
            throw PostgresDecodingError(
                column: column, wanted: "\(T.self)", found: SQLType.name(ofOID: oid), reason: .init(fault),
                statement: statement)
        }
    }
}

extension Columns {
    /// The position of a column that `statement` has to have.
    func position<T>(_ column: String, wanted: T.Type, _ statement: String) throws -> Int {
        guard let position = position(column) else {
            throw PostgresDecodingError(
                column: column, wanted: "\(T.self)", found: "nothing", reason: .noSuchColumn(known: names),
                statement: statement)
        }
        return position
    }
}

extension PostgresDecodingError.Reason {
    fileprivate init(_ fault: SQLDecodingFault) {
        switch fault {
        case .null: self = .null
        case .type: self = .type
        case .value(let text): self = .value(text)
        }
    }
}
