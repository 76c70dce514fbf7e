import Foundation

/// A mail read back into its parts: for bounces, which arrive as mail, and for the page that shows kept ones.
package struct MailPart: Sendable {
    /// Deeper nesting and further parts are left unread.
    static let depthMax = 8
    static let partsMax = 64

    /// Names in lower case, values unfolded.
    package let fields: [(name: String, value: String)]
    /// Of a part that holds no others, still encoded.
    package let content: String
    package let parts: [MailPart]

    package init(_ text: String) { self.init(text[...], depth: 0) }

    private init(_ text: Substring, depth: Int) {
        let text = depth == 0 ? text.replacing("\r\n", with: "\n")[...] : text
        let (head, body) = Self.divide(text)
        fields = Self.fields(head)
        let type = fields.first { $0.name == "content-type" }?.value ?? "text/plain"
        guard depth < Self.depthMax, type.lowercased().hasPrefix("multipart/"),
            let boundary = Self.parameter("boundary", of: type)
        else {
            content = String(body)
            parts = []
            return
        }
        content = ""
        parts = Self.pieces(body, boundary).prefix(Self.partsMax).map { MailPart($0, depth: depth + 1) }
    }

    package func field(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    /// `text/html`, in lower case and without parameters.
    package var type: String {
        (field("content-type") ?? "text/plain").prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
    }

    package var bytes: [UInt8] {
        let name = field("content-transfer-encoding")?.trimmingCharacters(in: .whitespaces).lowercased() ?? ""
        return TransferEncoding(rawValue: name).flatMap { $0.decode(content) } ?? Array(content.utf8)
    }

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    package var fileName: String? { field("content-disposition").flatMap { Self.parameter("filename", of: $0) } }

    /// This part and all within it, outer ones first.
    package var all: [MailPart] { [self] + parts.flatMap(\.all) }

    /// A header's text with its encoded words read (RFC 2047); white space between two words is none.
    package static func decodeWords(_ value: String) -> String {
        value.replacing(/\?=\s+=\?/, with: "?==?").replacing(/=\?utf-8\?([BbQq])\?([^?]*)\?=/.ignoresCase()) { match in
            let isBase64 = match.1.lowercased() == "b"
            let bytes =
                isBase64
                ? TransferEncoding.base64.decode(String(match.2))
                : TransferEncoding.quotedPrintable.decode(String(match.2.replacing("_", with: " ")))
            return bytes.map { String(decoding: $0, as: UTF8.self) } ?? String(match.0)
        }
    }

    private static func divide(_ text: Substring) -> (head: Substring, body: Substring) {
        if text.hasPrefix("\n") { return ("", text.dropFirst()) }
        guard let blank = text.range(of: "\n\n") else { return (text, "") }
        return (text[..<blank.lowerBound], text[blank.upperBound...])
    }

    private static func fields(_ head: Substring) -> [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        for line in head.split(separator: "\n") {
            if line.first == " " || line.first == "\t" {
                guard !fields.isEmpty else { continue }
                fields[fields.count - 1].value += " " + line.trimmingCharacters(in: .whitespaces)
            } else if let colon = line.firstIndex(of: ":") {
                let name = line[..<colon].trimmingCharacters(in: .whitespaces).lowercased()
                fields.append((name, line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)))
            }
        }
        return fields
    }

    private static func parameter(_ name: String, of value: String) -> String? {
        for piece in value.split(separator: ";").dropFirst() {
            let halves = piece.split(separator: "=", maxSplits: 1)
            guard halves.count == 2, halves[0].trimmingCharacters(in: .whitespaces).lowercased() == name else {
                continue
            }
            return halves[1].trimmingCharacters(in: CharacterSet(charactersIn: "\" \t"))
        }
        return nil
    }

    private static func pieces(_ body: Substring, _ boundary: String) -> [Substring] {
        var pieces: [Substring] = []
        var start: Substring.Index?
        var position = body.startIndex
        while position < body.endIndex {
            let end = body[position...].firstIndex(of: "\n") ?? body.endIndex
            let line = body[position..<end]
            if line.hasPrefix("--\(boundary)") {
                if let start, start <= position { pieces.append(body[start..<position]) }
                let rest = line.dropFirst(boundary.count + 2)
                guard !rest.hasPrefix("--") else { return pieces }
                start = end < body.endIndex ? body.index(after: end) : body.endIndex
            }
            position = end < body.endIndex ? body.index(after: end) : body.endIndex
        }
        return pieces
    }
}
