import Vocabulary

/// The path and query of a request line, still escaped.
struct RequestTarget: Sendable {
    /// Bytes of path and query together; what browsers and proxies carry safely.
    static let bytesMax = 8 * 1024

    let path: Substring
    let query: Substring?

    /// Throws `path.too_long` and `path.malformed`.
    init(_ text: String) throws(Problem) {
        guard text.utf8.count <= Self.bytesMax else { throw .pathTooLong(bytesMax: Self.bytesMax) }
        guard text.utf8.first == UInt8(ascii: "/"),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") })
        else { throw .pathMalformed }
        if let mark = text.utf8.firstIndex(of: UInt8(ascii: "?")) {
            path = text[..<mark]
            query = text[text.utf8.index(after: mark)...]
        } else {
            path = text[...]
            query = nil
        }
    }

    func queryMembers() throws(Problem) -> [InputValue.Member] {
        guard let query else { return [] }
        do { return try FormCoding.parse(query.utf8) } catch { throw .queryMalformed }
    }
}
