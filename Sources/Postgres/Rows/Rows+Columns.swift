internal import CLibpq
package import Foundation

/// Whole columns at once, for answers of many rows: a column is looked up by name once instead of once a row, and each
/// of these is compiled for its type.
///
/// All throw ``PostgresDecodingError`` as ``Row/get(_:as:)`` does.
extension Rows {
    package func column(_ name: String, as: Int.Type = Int.self) throws -> [Int] { try values(name) }

    package func column(_ name: String, as: Int?.Type = Int?.self) throws -> [Int?] { try values(name) }

    package func column(_ name: String, as: Bool.Type = Bool.self) throws -> [Bool] { try values(name) }

    package func column(_ name: String, as: UUID.Type = UUID.self) throws -> [UUID] { try values(name) }

    package func column(_ name: String, as: String.Type = String.self) throws -> [String] { try values(name) }

    package func column(_ name: String, as: [Int].Type = [Int].self) throws -> [[Int]] { try values(name) }

    package func column(_ name: String, as: [Bool].Type = [Bool].self) throws -> [[Bool]] { try values(name) }

    @inline(__always)
    private func values<Value: SQLDecodable>(_ name: String) throws -> [Value] {
        let (position, oid) = try place(of: name, as: Value.self)
        var values: [Value] = []
        values.reserveCapacity(count)
        for row in 0..<count {
            do {
                values.append(try result.withCell(row: row, column: position, oid: oid) { try Value(decoding: $0) })
            } catch is SQLDecodingFault {
                // Fails again, and says with what.
                values.append(try self[row].get(name))
            }
        }
        return values
    }
}
