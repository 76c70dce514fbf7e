internal import CICU

/// A pattern taken apart by ICU's own parser, so that its grammar is ICU's to the last apostrophe.
struct MessageParts {
    /// `UMessagePatternPartType`, whose numbers are stable API of ICU.
    enum Kind: Int32 {
        case messageStart, messageLimit, skipSyntax, insertChar, replaceNumber, argumentStart, argumentLimit
        case argumentNumber, argumentName, argumentType, argumentStyle, selector, integer, double
    }

    /// `UMessagePatternArgType`.
    enum ArgumentType: Int32 {
        case none, simple, choice, plural, select, ordinal
    }

    struct Part {
        let kind: Kind
        let start: Int
        let length: Int
        let value: Int32
        /// Index of the part that ends what this one starts.
        let limit: Int
        let number: Double

        var end: Int { start + length }
    }

    struct SyntaxFault: Error {
        let reason: String
        /// UTF-16 units before the place.
        let offset: Int
    }

    let units: [UInt16]
    let parts: [Part]

    init(_ pattern: String) throws(SyntaxFault) {
        let units = Array(pattern.utf16)
        var offset: Int32 = 0
        var status: Int32 = 0
        guard let handle = cicu_pattern_open(units, Int32(units.count), &offset, &status) else {
            throw SyntaxFault(reason: ICUFault(status: status).description, offset: Int(offset))
        }
        defer { cicu_pattern_close(handle) }
        var parts: [Part] = []
        for index in 0..<cicu_pattern_count(handle) {
            let part = cicu_pattern_part(handle, index)
            guard let kind = Kind(rawValue: part.type) else {
                throw SyntaxFault(reason: "part of unknown type \(part.type)", offset: Int(part.index))
            }
            parts.append(
                Part(
                    kind: kind, start: Int(part.index), length: Int(part.length), value: part.value,
                    limit: Int(part.limit_part), number: part.number))
        }
        self.units = units
        self.parts = parts
    }

    func text(_ range: Range<Int>) -> String { String(decoding: units[range], as: UTF16.self) }

    func text(of part: Part) -> String { text(part.start..<part.end) }
}
