/// A value that can be a bind: it knows its type and its binary form.
package protocol SQLEncodable: SQLArrayEncodable {
    static var sqlType: SQLType { get }
    /// Only `Optional` says true.
    var isSQLNull: Bool { get }
    /// Appends the binary form that the type's `receive` function reads. Not called for null.
    func encode(into bytes: inout [UInt8])
}

extension SQLEncodable {
    package var isSQLNull: Bool { false }
}

/// An element of an array that can be a bind.
///
/// Apart from ``SQLEncodable`` so that `[UInt8]` can be a `bytea` while every other array is an array.
package protocol SQLArrayEncodable: Sendable {
    static var sqlArrayType: SQLType { get }
    static func encode(array: [Self], into bytes: inout [UInt8])
}

extension SQLEncodable where Self: RawRepresentable, RawValue: SQLEncodable {
    package static var sqlType: SQLType { RawValue.sqlType }

    package func encode(into bytes: inout [UInt8]) { rawValue.encode(into: &bytes) }
}

extension Optional: SQLArrayEncodable where Wrapped: SQLEncodable {}

extension Optional: SQLEncodable where Wrapped: SQLEncodable {
    package static var sqlType: SQLType { Wrapped.sqlType }

    package var isSQLNull: Bool { self?.isSQLNull ?? true }

    package func encode(into bytes: inout [UInt8]) { self?.encode(into: &bytes) }
}

extension [UInt8] {
    /// Network byte order, as all of PostgreSQL's binary forms.
    mutating func append(bigEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }

    /// A length of four bytes and then what `body` appends; the form of array elements and range bounds.
    mutating func appendCounted(_ value: some SQLEncodable) {
        guard !value.isSQLNull else { return append(bigEndian: Int32(-1)) }
        let start = count
        append(bigEndian: Int32(0))
        value.encode(into: &self)
        let length = Int32(count - start - 4).bigEndian
        Swift.withUnsafeBytes(of: length) { replaceSubrange(start..<(start + 4), with: $0) }
    }
}
