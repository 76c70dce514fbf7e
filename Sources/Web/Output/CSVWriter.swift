package import NIOCore

/// Writes RFC 4180 records, for people who open them in a spreadsheet: text that such a program would run as a
/// formula is led by an apostrophe, and stays what it was.
package struct CSVWriter: Sendable {
    package enum Cell: Sendable {
        /// As somebody typed it.
        case text(String)
        /// Digits of our own, which may begin with a minus.
        case number(String)
        case empty
    }

    package static let mediaType = "text/csv; charset=utf-8; header=present"

    package private(set) var bytes: [UInt8] = []

    /// - Parameter byteOrderMark: tells a spreadsheet program that it is UTF-8, which some do not guess.
    package init(byteOrderMark: Bool = false) {
        if byteOrderMark { bytes = [0xEF, 0xBB, 0xBF] }
    }

    package mutating func record(_ cells: [Cell]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            switch cell {
            case .text(let text): quote(Self.defused(text))
            case .number(let digits): bytes.append(contentsOf: digits.utf8)
            case .empty: break
            }
        }
        bytes += [0x0D, 0x0A]
    }

    /// Records for an answer that is written page by page.
    package static func records(_ records: [[Cell]]) -> ByteBuffer {
        var csv = CSVWriter()
        for record in records { csv.record(record) }
        return ByteBuffer(bytes: csv.bytes)
    }

    /// What was written so far, and makes room for more.
    package mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    /// OWASP's list of what begins a formula, full-width forms included.
    static func defused(_ text: String) -> String {
        guard let first = text.unicodeScalars.first else { return text }
        switch first {
        case "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": return "'" + text
        default: return text
        }
    }

    private mutating func quote(_ text: String) {
        let needsQuotes = text.utf8.contains {
            $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 0x0D || $0 == 0x0A
        }
        // A space at either end is part of the text, and some readers drop it.
        guard needsQuotes || text.first == " " || text.last == " " else {
            bytes.append(contentsOf: text.utf8)
            return
        }
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
