package import Foundation
package import Vocabulary

extension String: SQLEncodable, SQLDecodable {
    package static var sqlType: SQLType { .text }

    package func encode(into bytes: inout [UInt8]) { bytes.append(contentsOf: utf8) }

    package init(decoding cell: SQLCell) throws {
        self.init(decoding: try cell.bytes(of: .text, .varchar, .bpchar, .name, .unknown, .json), as: UTF8.self)
    }
}

/// A `jsonb` document as its text; what it means is the caller's business.
package struct JSONText: Hashable, Sendable, CustomStringConvertible, SQLEncodable, SQLDecodable {
    package let text: String

    package init(_ text: String) { self.text = text }

    package var description: String { text }

    package static var sqlType: SQLType { .jsonb }

    package func encode(into bytes: inout [UInt8]) {
        bytes.append(Self.binaryVersion)
        bytes.append(contentsOf: text.utf8)
    }

    package init(decoding cell: SQLCell) throws {
        guard cell.oid == SQLType.jsonb.oid else {
            text = String(decoding: try cell.bytes(of: .json), as: UTF8.self)
            return
        }
        let bytes = try cell.nonNull()
        guard bytes.first == Self.binaryVersion else {
            throw SQLDecodingFault.value("its binary form has an unknown version")
        }
        text = String(decoding: bytes.dropFirst(), as: UTF8.self)
    }

    /// `jsonb_send` puts it before the text.
    private static let binaryVersion: UInt8 = 1
}

extension UInt8: SQLArrayEncodable, SQLArrayDecodable {
    package static var sqlArrayType: SQLType { .bytea }

    package static func encode(array: [UInt8], into bytes: inout [UInt8]) { bytes += array }

    package static func decode(array cell: SQLCell) throws -> [UInt8] { Array(try cell.bytes(of: .bytea)) }
}

extension Data: SQLEncodable, SQLDecodable {
    package static var sqlType: SQLType { .bytea }

    package func encode(into bytes: inout [UInt8]) { bytes.append(contentsOf: self) }

    package init(decoding cell: SQLCell) throws { self.init(try cell.bytes(of: .bytea)) }
}

extension UUID: SQLEncodable, SQLDecodable {
    package static var sqlType: SQLType { .uuid }

    package func encode(into bytes: inout [UInt8]) {
        Swift.withUnsafeBytes(of: uuid) { bytes.append(contentsOf: $0) }
    }

    package init(decoding cell: SQLCell) throws {
        let bytes = try cell.bytes(of: .uuid)
        guard bytes.count == MemoryLayout<uuid_t>.size else {
            throw SQLDecodingFault.value("\(bytes.count) bytes are not a uuid")
        }
        self.init(uuid: bytes.loadUnaligned(as: uuid_t.self))
    }
}

extension TenantID: SQLEncodable, SQLDecodable {
    package static var sqlType: SQLType { .uuid }

    package func encode(into bytes: inout [UInt8]) { uuid.encode(into: &bytes) }

    package init(decoding cell: SQLCell) throws { self.init(try UUID(decoding: cell)) }
}

/// A value that is stored as the text it is written as.
package protocol SQLText: SQLEncodable, SQLDecodable, LosslessStringConvertible {}

extension SQLText {
    package static var sqlType: SQLType { .text }

    package func encode(into bytes: inout [UInt8]) { description.encode(into: &bytes) }

    package init(decoding cell: SQLCell) throws {
        let text = try String(decoding: cell)
        guard let value = Self(text) else { throw SQLDecodingFault.value("\(text.debugDescription) is not one") }
        self = value
    }
}

extension CurrencyCode: SQLText {}

extension LocaleTag: SQLText {}
