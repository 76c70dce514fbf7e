/// A value that can be read from a column.
package protocol SQLDecodable: SQLArrayDecodable {
    /// - Throws: ``SQLDecodingFault``, to which ``Row/get(_:as:)`` adds column and statement.
    init(decoding cell: SQLCell) throws
}

/// An element of an array that can be read; apart from ``SQLDecodable`` for the sake of `[UInt8]`.
package protocol SQLArrayDecodable {
    static func decode(array cell: SQLCell) throws -> [Self]
}

/// One field of one row, alive only while it is being decoded.
package struct SQLCell {
    /// Nil for null. Points into the result.
    package let bytes: UnsafeRawBufferPointer?
    package let oid: UInt32

    package init(bytes: UnsafeRawBufferPointer?, oid: UInt32) {
        self.bytes = bytes
        self.oid = oid
    }

    /// The bytes, if the column has one of `types` and is not null.
    package func bytes(of types: SQLType...) throws -> UnsafeRawBufferPointer {
        guard types.contains(where: { $0.oid == oid }) else { throw SQLDecodingFault.type }
        return try nonNull()
    }

    package func nonNull() throws -> UnsafeRawBufferPointer {
        guard let bytes else { throw SQLDecodingFault.null }
        return bytes
    }
}

/// Why a field could not become the wanted value.
package enum SQLDecodingFault: Error, Hashable {
    case null
    /// The column's type is not one that the wanted type reads.
    case type
    /// The type is right, the value is not; the text says how.
    case value(String)
}

extension Optional: SQLArrayDecodable where Wrapped: SQLDecodable {}

extension Optional: SQLDecodable where Wrapped: SQLDecodable {
    package init(decoding cell: SQLCell) throws {
        self = cell.bytes == nil ? nil : try Wrapped(decoding: cell)
    }
}

extension SQLDecodable where Self: RawRepresentable, RawValue: SQLDecodable {
    package init(decoding cell: SQLCell) throws {
        let raw = try RawValue(decoding: cell)
        guard let value = Self(rawValue: raw) else { throw SQLDecodingFault.value("\(raw) is not one of its cases") }
        self = value
    }
}

extension UnsafeRawBufferPointer {
    /// A big-endian integer at `offset`, refusing to read past the end.
    func integer<T: FixedWidthInteger>(at offset: Int = 0, as: T.Type = T.self) throws -> T {
        guard offset >= 0, offset + MemoryLayout<T>.size <= count else {
            throw SQLDecodingFault.value("\(count) bytes are too few")
        }
        return T(bigEndian: loadUnaligned(fromByteOffset: offset, as: T.self))
    }

    /// A slice that refuses to reach past the end.
    func part(_ offset: Int, _ length: Int) throws -> UnsafeRawBufferPointer {
        guard offset >= 0, length >= 0, offset + length <= count else {
            throw SQLDecodingFault.value("\(count) bytes are too few")
        }
        return UnsafeRawBufferPointer(rebasing: self[offset..<(offset + length)])
    }
}
