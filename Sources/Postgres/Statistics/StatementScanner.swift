/// Reads SQL just well enough to skip comments and literals, so that `-- delete` is not a delete.
struct StatementScanner {
    struct Word {
        let text: String
        /// Parentheses open around it.
        let depth: Int
    }

    private(set) var words: [Word] = []
    private(set) var output: [UInt8] = []
    private let bytes: [UInt8]
    private var index = 0
    private var depth = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    mutating func scan() {
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "-") where peek(1) == UInt8(ascii: "-"): skipLine()
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"): skipBlock()
            case UInt8(ascii: "'"): literal(escapes: false)
            case UInt8(ascii: "\""): quotedIdentifier()
            case UInt8(ascii: "$") where !isDigit(peek(1)): dollarQuoted()
            case let byte where isWordStart(byte): word()
            case let byte where isDigit(byte): number()
            case let byte where isSpace(byte): index += 1
            default: symbol()
            }
        }
    }

    private func peek(_ distance: Int) -> UInt8 { index + distance < bytes.count ? bytes[index + distance] : 0 }

    private mutating func emit(_ token: some Sequence<UInt8>) {
        if !output.isEmpty { output.append(UInt8(ascii: " ")) }
        output.append(contentsOf: token)
    }

    private mutating func skipLine() {
        while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
    }

    /// Block comments nest in PostgreSQL.
    private mutating func skipBlock() {
        var level = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
                level += 1
                index += 2
            } else if bytes[index] == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
                level -= 1
                index += 2
                if level == 0 { return }
            } else {
                index += 1
            }
        }
    }

    private mutating func literal(escapes: Bool) {
        index += 1
        while index < bytes.count {
            if escapes, bytes[index] == UInt8(ascii: "\\") {
                index += 2
            } else if bytes[index] == UInt8(ascii: "'") {
                index += 1
                guard index < bytes.count, bytes[index] == UInt8(ascii: "'") else { break }
                index += 1
            } else {
                index += 1
            }
        }
        index = min(index, bytes.count)
        emit("?".utf8)
    }

    private mutating func quotedIdentifier() {
        let start = index
        index += 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") { index += 1 }
        index = min(index + 1, bytes.count)
        emit(bytes[start..<index])
    }

    /// `$tag$ … $tag$`; a lone dollar is a symbol.
    private mutating func dollarQuoted() {
        var end = index + 1
        while end < bytes.count, isWordPart(bytes[end]), bytes[end] != UInt8(ascii: "$") { end += 1 }
        guard end < bytes.count, bytes[end] == UInt8(ascii: "$") else { return symbol() }
        let tag = bytes[index...end]
        var close = end + 1
        while close + tag.count <= bytes.count, bytes[close..<(close + tag.count)] != tag { close += 1 }
        index = min(close + tag.count, bytes.count)
        emit("?".utf8)
    }

    private mutating func word() {
        let start = index
        while index < bytes.count, isWordPart(bytes[index]) { index += 1 }
        if index - start == 1, bytes[start] | 0x20 == UInt8(ascii: "e"), peek(0) == UInt8(ascii: "'") {
            return literal(escapes: true)
        }
        let text = bytes[start..<index].map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        words.append(Word(text: String(decoding: text, as: UTF8.self), depth: depth))
        emit(text)
    }

    private mutating func number() {
        while index < bytes.count, isWordPart(bytes[index]) || bytes[index] == UInt8(ascii: ".") { index += 1 }
        emit("?".utf8)
    }

    private mutating func symbol() {
        let start = index
        switch bytes[index] {
        case UInt8(ascii: "("): depth += 1
        case UInt8(ascii: ")"): depth -= 1
        default: break
        }
        index += 1
        if bytes[start] == UInt8(ascii: "$") { while isDigit(peek(0)) { index += 1 } }
        emit(bytes[start..<index])
    }

    private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private func isWordStart(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || byte >= 0x80 || (0x61...0x7A).contains(byte | 0x20)
    }

    private func isWordPart(_ byte: UInt8) -> Bool { isWordStart(byte) || isDigit(byte) || byte == UInt8(ascii: "$") }
}
