import Mustache

/// Escapes text for HTML by Unicode scalar.
///
/// swift-mustache's own escaping goes by grapheme: a quote followed by a combining mark or a joiner is one
/// character that is not `"`, so it passes unescaped and ends an attribute.
package struct ScalarHTML: MustacheContentType {
    /// The name that templates give in their content-type line.
    static let name = "SCALAR_HTML"

    package init() {}

    package func escapeText(_ text: String) -> String { Self.escape(text) }

    /// The five metacharacters of HTML are ASCII, so UTF-8 can be walked by the byte: no byte of a longer
    /// sequence is below 0x80.
    package static func escape(_ text: String) -> String {
        guard text.utf8.contains(where: isMetacharacter) else { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 16)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "\""): bytes.append(contentsOf: "&quot;".utf8)
            case UInt8(ascii: "'"): bytes.append(contentsOf: "&#39;".utf8)
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isMetacharacter(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "&") || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">")
            || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
    }
}
