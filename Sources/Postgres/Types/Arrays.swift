// Arrays of one dimension travel as: dimensions, has-nulls flag, element type, length, lower bound,
// then each element with its length (array_send).

extension SQLEncodable {
    package static var sqlArrayType: SQLType { SQLType(oid: sqlType.arrayOID, arrayOID: 0) }

    package static func encode(array: [Self], into bytes: inout [UInt8]) {
        bytes.append(bigEndian: Int32(array.isEmpty ? 0 : 1))
        bytes.append(bigEndian: Int32(array.contains(where: \.isSQLNull) ? 1 : 0))
        bytes.append(bigEndian: sqlType.oid)
        guard !array.isEmpty else { return }
        bytes.append(bigEndian: Int32(array.count))
        bytes.append(bigEndian: Int32(1))
        for element in array { bytes.appendCounted(element) }
    }
}

extension SQLDecodable {
    package static func decode(array cell: SQLCell) throws -> [Self] {
        let bytes = try cell.nonNull()
        guard SQLType.isArray(cell.oid) else { throw SQLDecodingFault.type }
        let dimensions: Int32 = try bytes.integer(at: 0)
        let element: UInt32 = try bytes.integer(at: 8)
        guard dimensions > 0 else { return [] }
        guard dimensions == 1 else { throw SQLDecodingFault.value("it has \(dimensions) dimensions") }
        let count: Int32 = try bytes.integer(at: 12)
        var offset = 20
        return try (0..<max(0, count)).map { _ in
            let length = Int(try bytes.integer(at: offset, as: Int32.self))
            offset += 4
            guard length >= 0 else { return try Self(decoding: SQLCell(bytes: nil, oid: element)) }
            defer { offset += length }
            return try Self(decoding: SQLCell(bytes: try bytes.part(offset, length), oid: element))
        }
    }
}

extension Array: SQLArrayEncodable where Element: SQLArrayEncodable {}

extension Array: SQLEncodable where Element: SQLArrayEncodable {
    package static var sqlType: SQLType { Element.sqlArrayType }

    package func encode(into bytes: inout [UInt8]) { Element.encode(array: self, into: &bytes) }
}

extension Array: SQLArrayDecodable where Element: SQLArrayDecodable {}

extension Array: SQLDecodable where Element: SQLArrayDecodable {
    package init(decoding cell: SQLCell) throws { self = try Element.decode(array: cell) }
}
