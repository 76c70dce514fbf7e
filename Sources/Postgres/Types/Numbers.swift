// Integers widen when they are read and never narrow: an `Int` reads every integer column, an
// `Int16` reads only a `smallint`.

extension Int: SQLEncodable, SQLDecodable {
    package static var sqlType: SQLType { .int8 }

    package func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: Int64(self)) }

    package init(decoding cell: SQLCell) throws { self.init(try Int64(decoding: cell)) }
}

extension Int64: SQLEncodable, SQLDecodable {
    package static var sqlType: SQLType { .int8 }

    package func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: self) }

    package init(decoding cell: SQLCell) throws {
        switch cell.oid {
        case SQLType.int8.oid: self = try cell.nonNull().integer()
        case SQLType.oid.oid: self.init(try cell.nonNull().integer(as: UInt32.self))
        default: self.init(try Int32(decoding: cell))
        }
    }
}

extension Int32: SQLEncodable, SQLDecodable {
    package static var sqlType: SQLType { .int4 }

    package func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: self) }

    package init(decoding cell: SQLCell) throws {
        if cell.oid == SQLType.int4.oid {
            self = try cell.nonNull().integer()
        } else {
            self.init(try Int16(decoding: cell))
        }
    }
}

extension Int16: SQLEncodable, SQLDecodable {
    package static var sqlType: SQLType { .int2 }

    package func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: self) }

    package init(decoding cell: SQLCell) throws { self = try cell.bytes(of: .int2).integer() }
}

extension Bool: SQLEncodable, SQLDecodable {
    package static var sqlType: SQLType { .bool }

    package func encode(into bytes: inout [UInt8]) { bytes.append(self ? 1 : 0) }

    package init(decoding cell: SQLCell) throws { self = try cell.bytes(of: .bool).integer(as: UInt8.self) != 0 }
}

extension Double: SQLEncodable, SQLDecodable {
    package static var sqlType: SQLType { .float8 }

    package func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: bitPattern) }

    package init(decoding cell: SQLCell) throws {
        if cell.oid == SQLType.float4.oid {
            self.init(Float(bitPattern: try cell.nonNull().integer()))
        } else {
            self.init(bitPattern: try cell.bytes(of: .float8).integer())
        }
    }
}
