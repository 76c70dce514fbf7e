/// A statement written as a string literal whose interpolations can only become binds, quoted
/// identifiers or other statements, so that no value can ever become syntax.
///
/// ```swift
/// let search: SQL = "select id, name from hotels where city = \(code) and stars >= \(stars)"
/// let paged: SQL = "\(fragment: search) order by name limit \(20)"
/// ```
package struct SQL: Sendable, Hashable {
    struct Bind: Sendable, Hashable {
        let type: SQLType
        /// Where the value lies in `bytes`.
        let start: Int
        /// -1 for null.
        let length: Int
        /// UTF-8 offset of its `$` in `text`; known so that nesting can renumber without parsing.
        let position: Int
    }

    /// What the server sees, with `$1`, `$2`, … for the binds.
    package private(set) var text: String
    private(set) var binds: [Bind] = []
    /// All values in their binary form, one after the other.
    private(set) var bytes: [UInt8] = []

    /// An identifier held U+0000, which would end the statement early; it is refused when it is sent.
    private(set) var hasZeroByte = false

    package var isEmpty: Bool { text.isEmpty }

    private init(text: String) { self.text = text }

    package static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum.append(right)
        return sum
    }

    package static func += (left: inout SQL, right: SQL) { left.append(right) }

    mutating func append(literal: StaticString) { text += literal.description }

    mutating func append(bind value: some SQLEncodable) {
        let start = bytes.count
        let isNull = value.isSQLNull
        if !isNull { value.encode(into: &bytes) }
        appendSlot(type: type(of: value).sqlType, start: start, length: isNull ? -1 : bytes.count - start)
    }

    mutating func append(identifier: String) {
        if identifier.utf8.contains(0) { hasZeroByte = true }
        text += "\""
        text +=
            identifier.contains("\"")
            ? identifier.split(separator: "\"", omittingEmptySubsequences: false)
                .joined(separator: "\"\"") : identifier
        text += "\""
    }

    mutating func append(_ other: SQL) {
        let shift = bytes.count
        if other.hasZeroByte { hasZeroByte = true }
        bytes += other.bytes
        let source = other.text.utf8
        var copied = source.startIndex
        for (index, bind) in other.binds.enumerated() {
            let slot = source.index(source.startIndex, offsetBy: bind.position)
            text += other.text[copied..<slot]
            appendSlot(type: bind.type, start: bind.start + shift, length: bind.length)
            copied = source.index(slot, offsetBy: "$\(index + 1)".utf8.count)
        }
        text += other.text[copied...]
    }

    private mutating func appendSlot(type: SQLType, start: Int, length: Int) {
        binds.append(Bind(type: type, start: start, length: length, position: text.utf8.count))
        text += "$"
        text += String(binds.count)
    }
}

extension SQL: ExpressibleByStringInterpolation {
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var statement: SQL

        package init(literalCapacity: Int, interpolationCount: Int) {
            statement = SQL(text: "")
            statement.text.reserveCapacity(literalCapacity + interpolationCount * 3)
        }

        package mutating func appendLiteral(_ literal: StaticString) { statement.append(literal: literal) }

        package mutating func appendInterpolation(_ value: some SQLEncodable) { statement.append(bind: value) }

        /// Nil becomes null of the value's type.
        package mutating func appendInterpolation<Value: SQLEncodable>(_ value: Value?) {
            statement.append(bind: value)
        }

        /// A name of a table, column, schema or role, quoted.
        package mutating func appendInterpolation(identifier: String) { statement.append(identifier: identifier) }

        /// Another statement or part of one, with its binds renumbered.
        package mutating func appendInterpolation(fragment: SQL) { statement.append(fragment) }
    }

    package init(stringLiteral value: StaticString) { self.init(text: value.description) }

    package init(stringInterpolation: StringInterpolation) { self = stringInterpolation.statement }
}

extension Sequence where Element == SQL {
    /// All of them in one, for lists of columns, rows or conditions.
    package func joined(separator: SQL) -> SQL {
        var iterator = makeIterator()
        guard var whole = iterator.next() else { return "" }
        while let next = iterator.next() { whole += separator + next }
        return whole
    }
}
