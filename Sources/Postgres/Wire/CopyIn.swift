/// Rows on their way into a table by `COPY … FROM STDIN` in binary form.
struct CopyIn: Sendable {
    /// Yields the next piece of the stream, nil at its end.
    typealias Chunks = () -> [UInt8]?

    let statement: SQL
    /// Called once, on the reactor, which then pulls a piece whenever the socket takes one.
    let makeChunks: @Sendable () -> Chunks

    /// Bytes gathered before they are handed to libpq.
    static let chunkBytes = 64 * 1024

    /// The stream's head: signature, no flags, no extension (PostgreSQL manual, COPY, binary format).
    private static let header: [UInt8] =
        [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00] + [UInt8](repeating: 0, count: 8)

    init(table: SQL, columns: [String], rows: some Sequence<CopyRow> & Sendable) {
        let names = columns.map { name -> SQL in "\(identifier: name)" }
        statement = "copy \(fragment: table) (\(fragment: names.joined(separator: ", "))) from stdin (format binary)"
        makeChunks = {
            var iterator = rows.makeIterator()
            var buffer = Self.header
            var isOver = false
            return {
                guard !isOver else { return nil }
                while buffer.count < Self.chunkBytes {
                    guard let row = iterator.next() else {
                        isOver = true
                        buffer.append(bigEndian: Int16(-1))
                        return buffer
                    }
                    buffer += row.bytes
                }
                defer { buffer.removeAll(keepingCapacity: true) }
                return buffer
            }
        }
    }
}

/// One row for ``PostgresConnection/copyIn(schema:table:columns:rows:)``.
///
/// Binary COPY converts nothing: each value's type is to be exactly its column's, so `Int32` for
/// an `integer` and `Int` for a `bigint`.
package struct CopyRow: Sendable {
    let bytes: [UInt8]

    package init<each Value: SQLEncodable>(_ values: repeat each Value) {
        var bytes: [UInt8] = [0, 0]
        var count: Int16 = 0
        for value in repeat each values {
            bytes.appendCounted(value)
            count += 1
        }
        bytes[0] = UInt8(truncatingIfNeeded: count >> 8)
        bytes[1] = UInt8(truncatingIfNeeded: count)
        self.bytes = bytes
    }
}
