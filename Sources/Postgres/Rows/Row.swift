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
        guard let position = columns.position(column) else {
            throw PostgresDecodingError(
                column: column, wanted: "\(T.self)", found: "nothing", reason: .noSuchColumn(known: columns.names),
                statement: statement)
        }
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

extension PostgresDecodingError.Reason {
    fileprivate init(_ fault: SQLDecodingFault) {
        switch fault {
        case .null: self = .null
        case .type: self = .type
        case .value(let text): self = .value(text)
        }
    }
}
