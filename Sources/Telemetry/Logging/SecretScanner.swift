/// Reads a text once and leaves out what has the shape of a secret: `sk_live_…`, `Bearer …`, a URL's
/// password, a JWT, and the value beside a telling name (`password=…`, `"token":"…"`, `Cookie: …`).
struct SecretScanner {
    /// Longer words are no field names.
    private static let nameBytesMax = 64
    private static let prefixes = ["sk_live_", "sk_test_", "whsec_", "rk_live_", "rk_test_"].map { Array($0.utf8) }
    private static let bearer = Array("bearer ".utf8)
    private static let jwt = Array("eyJ".utf8)
    private static let replacement = Array(SecretMask.replacement.utf8)

    private let bytes: [UInt8]
    private var position = 0
    /// Up to here a run of letters is known to be no JWT; without it a hostile run would be read again
    /// from each of its words.
    private var plainRunEnd = 0
    private var output: [UInt8] = []

    init(_ text: String) {
        bytes = Array(text.utf8)
        output.reserveCapacity(bytes.count)
    }

    mutating func masked() -> String {
        while position < bytes.count {
            if isWordStart, maskPrefixed() || maskBearer() || maskJWT() || maskNamed() { continue }
            if maskURL() { continue }
            copy(1)
        }
        return String(decoding: output, as: UTF8.self)
    }

    private var isWordStart: Bool { position == 0 || !Self.isWord(bytes[position - 1]) }

    private mutating func maskPrefixed() -> Bool {
        guard let prefix = Self.prefixes.first(where: { bytes[position...].starts(with: $0) }) else { return false }
        copy(prefix.count)
        replace(until: end(from: position) { Self.isToken($0) })
        return true
    }

    private mutating func maskBearer() -> Bool {
        guard bytes[position...].prefix(Self.bearer.count).map({ $0 | 0x20 }) == Self.bearer else { return false }
        copy(Self.bearer.count)
        replace(until: end(from: position) { Self.isToken($0) })
        return true
    }

    private mutating func maskJWT() -> Bool {
        guard position >= plainRunEnd, bytes[position...].starts(with: Self.jwt) else { return false }
        let end = end(from: position) { Self.isToken($0) }
        guard bytes[position..<end].count(where: { $0 == UInt8(ascii: ".") }) >= 2 else {
            plainRunEnd = end
            return false
        }
        copy(Self.jwt.count)
        replace(until: end)
        return true
    }

    /// `name`, perhaps a closing quote, `=` or `:`, then the value, quoted or up to a delimiter.
    private mutating func maskNamed() -> Bool {
        let word = bytes[position...].prefix(Self.nameBytesMax).prefix { Self.isWord($0) || $0 == UInt8(ascii: "-") }
        let nameEnd = word.endIndex
        guard !word.isEmpty else { return false }
        var index = end(from: nameEnd) { Self.isQuote($0) || Self.isBlank($0) }
        guard index < bytes.count, bytes[index] == UInt8(ascii: "=") || bytes[index] == UInt8(ascii: ":") else {
            return false
        }
        let name = String(decoding: bytes[position..<nameEnd], as: UTF8.self)
        guard SecretMask.isSecret(name) else { return false }
        index = end(from: index + 1) { Self.isBlank($0) }
        // Whatever is quoted may hold anything, an escaped quote too; a header's value holds blanks.
        if index < bytes.count, Self.isQuote(bytes[index]) {
            let quote = bytes[index]
            copy(index + 1 - position)
            replace(until: closing(quote, from: position))
            return true
        }
        copy(index - position)
        let isHeader = ["authorization", "cookie"].contains { name.lowercased().contains($0) }
        replace(
            until: end(from: position) { isHeader ? !Self.isLineEnd($0) && !Self.isQuote($0) : !Self.isDelimiter($0) })
        return true
    }

    /// `scheme://user:password@host`: what stands between the first colon and the last `@`.
    private mutating func maskURL() -> Bool {
        guard bytes[position...].starts(with: [0x3A, 0x2F, 0x2F]) else { return false }
        let start = position + 3
        let authority =
            start..<end(from: start) { !Self.isDelimiter($0) && !Self.isQuote($0) && !"/?#".utf8.contains($0) }
        let at = bytes[authority].lastIndex(of: UInt8(ascii: "@"))
        guard let at, let colon = bytes[start..<at].firstIndex(of: UInt8(ascii: ":")) else { return false }
        copy(colon + 1 - position)
        replace(until: at)
        return true
    }

    private mutating func copy(_ count: Int) {
        output.append(contentsOf: bytes[position..<position + count])
        position += count
    }

    private mutating func replace(until end: Int) {
        if end > position { output.append(contentsOf: Self.replacement) }
        position = end
    }

    private func end(from start: Int, while belongs: (UInt8) -> Bool) -> Int {
        bytes[start...].firstIndex { !belongs($0) } ?? bytes.count
    }

    private func closing(_ quote: UInt8, from start: Int) -> Int {
        var index = start
        while index < bytes.count, bytes[index] != quote { index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1 }
        return min(index, bytes.count)
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...: true
        default: false
        }
    }

    private static func isToken(_ byte: UInt8) -> Bool { isWord(byte) || "-.~+/=".utf8.contains(byte) }

    private static func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    private static func isLineEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }

    private static func isDelimiter(_ byte: UInt8) -> Bool {
        isBlank(byte) || isLineEnd(byte) || ",;&)]}>".utf8.contains(byte)
    }
}
