internal import CLibpq

/// A `PGresult` and the duty to free it.
///
/// Rows decode from libpq's own memory: nothing is copied until a value is asked for. It may cross
/// threads because libpq never changes a result after handing it out.
final class ServerResult: @unchecked Sendable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) { self.pointer = pointer }

    deinit { PQclear(pointer) }

    var rowCount: Int { Int(PQntuples(pointer)) }

    /// The number at the end of the command tag: rows read, written or copied.
    var affectedCount: Int { PQcmdTuples(pointer).flatMap { Int(String(cString: $0)) } ?? 0 }

    /// `COMMIT`, `INSERT 0 1`, …
    var commandTag: String { PQcmdStatus(pointer).map { String(cString: $0) } ?? "" }

    var columns: Columns {
        Columns(
            (0..<PQnfields(pointer)).map { index in
                (name: PQfname(pointer, index).map { String(cString: $0) } ?? "", oid: PQftype(pointer, index))
            })
    }

    /// Calls `body` with the field while the result is sure to live.
    @inline(__always)
    func withCell<T>(row: Int, column: Int, oid: UInt32, _ body: (SQLCell) throws -> T) rethrows -> T {
        let (row, column) = (Int32(truncatingIfNeeded: row), Int32(truncatingIfNeeded: column))
        return try withExtendedLifetime(self) {
            guard let start = PQgetvalue(pointer, row, column), PQgetisnull(pointer, row, column) == 0 else {
                return try body(SQLCell(bytes: nil, oid: oid))
            }
            let length = Int(PQgetlength(pointer, row, column))
            return try body(SQLCell(bytes: UnsafeRawBufferPointer(start: start, count: length), oid: oid))
        }
    }
}
