/// Why a body is not JSON that we read.
package enum JSONFault: Error, Hashable, Sendable {
    case malformed(offset: Int)
    case tooDeep(offset: Int)
    case notUTF8(offset: Int)
    case tooMany(offset: Int)
    case tooWide(offset: Int)
    case nameTooLong(offset: Int)
    case repeatedName(pointer: String)
}

/// RFC 8259, strictly: duplicate names, lone surrogates, bad UTF-8 and control characters are
/// refused, because two readers that disagree on such a body are how checks get bypassed.
package struct JSONParser {
    /// Nesting that a body may have; deeper ones exhaust the stack before they say anything.
    package static let depthMax = 16
    /// Values in one body, inner ones included; the largest that a route takes has a tenth of them.
    package static let valuesMax = 100_000
    /// Members of one object, and items of one list: as many as the largest that a route takes has values.
    package static let widthMax = 10_000
    /// Bytes of a name. Telling two names apart composes their marks, which takes the square of their number.
    package static let nameBytesMax = 256

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var path: [String] = []
    private var valueCount = 0

    private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// Throws `JSONFault`.
    package static func parse(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONFault) -> InputValue {
        var parser = JSONParser(bytes)
        let value = try parser.value(depth: 1)
        parser.skipSpace()
        guard parser.position == bytes.count else { throw .malformed(offset: parser.position) }
        return value
    }

    package static func parse(_ bytes: [UInt8]) throws(JSONFault) -> InputValue {
        let result: Result<InputValue, JSONFault> = bytes.withUnsafeBufferPointer { buffer in
            do throws(JSONFault) { return .success(try parse(buffer)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    private var malformed: JSONFault { .malformed(offset: position) }

    private mutating func skipSpace() {
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
    }

    private mutating func value(depth: Int) throws(JSONFault) -> InputValue {
        skipSpace()
        guard position < bytes.count else { throw malformed }
        valueCount += 1
        guard valueCount <= Self.valuesMax else { throw .tooMany(offset: position) }
        switch bytes[position] {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try list(depth: depth)
        case UInt8(ascii: "\""): return .text(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func word(_ word: StaticString, _ value: InputValue) throws(JSONFault) -> InputValue {
        let end = position + word.utf8CodeUnitCount
        guard end <= bytes.count else { throw malformed }
        for index in 0..<word.utf8CodeUnitCount where bytes[position + index] != word.utf8Start[index] {
            throw malformed
        }
        position = end
        return value
    }

    private mutating func object(depth: Int) throws(JSONFault) -> InputValue {
        guard depth <= Self.depthMax else { throw .tooDeep(offset: position) }
        var members: [InputValue.Member] = []
        var names: Set<String> = []
        position += 1
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipSpace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { throw malformed }
            guard members.count < Self.widthMax else { throw .tooWide(offset: position) }
            let start = position
            let name = try string()
            guard name.utf8.count <= Self.nameBytesMax else { throw .nameTooLong(offset: start) }
            path.append(name)
            guard names.insert(name).inserted else { throw .repeatedName(pointer: JSONPointer.text(path)) }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw malformed }
            members.append(.init(name, try value(depth: depth + 1)))
            path.removeLast()
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw malformed }
        return .object(members)
    }

    private mutating func list(depth: Int) throws(JSONFault) -> InputValue {
        guard depth <= Self.depthMax else { throw .tooDeep(offset: position) }
        var items: [InputValue] = []
        position += 1
        skipSpace()
        if take(UInt8(ascii: "]")) { return .list(items) }
        repeat {
            guard items.count < Self.widthMax else { throw .tooWide(offset: position) }
            path.append(String(items.count))
            items.append(try value(depth: depth + 1))
            path.removeLast()
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw malformed }
        return .list(items)
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    /// `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
    private mutating func number() throws(JSONFault) -> InputValue {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        if take(UInt8(ascii: ".")) { try digits() }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        return .number(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func digits() throws(JSONFault) {
        let start = position
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
        guard position > start else { throw malformed }
    }
}

extension JSONParser {
    private mutating func string() throws(JSONFault) -> String {
        position += 1
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            guard bytes[position] >= 0x20 else { throw malformed }
            if bytes[position] == UInt8(ascii: "\\") { return try escapedString(from: start) }
            position += 1
        }
        guard position < bytes.count else { throw malformed }
        let text = try utf8(start..<position)
        position += 1
        return text
    }

    private func utf8(_ range: Range<Int>) throws(JSONFault) -> String {
        guard let text = String(validating: bytes[range], as: UTF8.self) else {
            throw .notUTF8(offset: range.lowerBound)
        }
        return text
    }

    private mutating func escapedString(from start: Int) throws(JSONFault) -> String {
        var text = ""
        var plain = start
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            guard bytes[position] >= 0x20 else { throw malformed }
            guard bytes[position] == UInt8(ascii: "\\") else {
                position += 1
                continue
            }
            text += try utf8(plain..<position)
            text.unicodeScalars.append(try escape())
            plain = position
        }
        guard position < bytes.count else { throw malformed }
        text += try utf8(plain..<position)
        position += 1
        return text
    }

    private mutating func escape() throws(JSONFault) -> Unicode.Scalar {
        position += 1
        guard position < bytes.count else { throw malformed }
        defer { position += 1 }
        switch bytes[position] {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw malformed
        }
    }

    /// Leaves the position on the last hexadecimal digit.
    private mutating func unicodeEscape() throws(JSONFault) -> Unicode.Scalar {
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, position + 2 < bytes.count, bytes[position + 1] == UInt8(ascii: "\\"),
            bytes[position + 2] == UInt8(ascii: "u")
        else { throw malformed }
        position += 2
        let second = try hexadecimal()
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw malformed }
        return scalar
    }

    private mutating func hexadecimal() throws(JSONFault) -> UInt32 {
        guard position + 4 < bytes.count else { throw malformed }
        var code: UInt32 = 0
        for _ in 0..<4 {
            position += 1
            guard let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else { throw malformed }
            code = code << 4 | UInt32(digit)
        }
        return code
    }
}
