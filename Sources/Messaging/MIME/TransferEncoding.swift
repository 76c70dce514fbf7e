import Foundation

/// How a body's bytes become lines that every mail server passes on (RFC 2045, 6).
enum TransferEncoding: String {
    case quotedPrintable = "quoted-printable"
    case base64

    /// Octets of an encoded line.
    static let lineMax = 76

    /// The shorter one: text that is mostly ASCII stays readable.
    static func fitting(_ bytes: [UInt8]) -> TransferEncoding {
        let escaped = bytes.count { $0 >= 0x7F || ($0 < 0x20 && $0 != 0x0A && $0 != 0x0D) }
        return escaped * 6 > bytes.count ? .base64 : .quotedPrintable
    }

    /// With line ends `\r\n`, the last one too.
    func encode(_ bytes: [UInt8]) -> String {
        switch self {
        case .base64:
            Data(bytes).base64EncodedString(options: [
                .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
            ])
                + "\r\n"
        case .quotedPrintable: Self.quote(bytes)
        }
    }

    /// Nil for what is not of this encoding.
    func decode(_ text: String) -> [UInt8]? {
        switch self {
        case .base64: Data(base64Encoded: text, options: .ignoreUnknownCharacters).map { [UInt8]($0) }
        case .quotedPrintable: Self.unquote(Array(text.utf8))
        }
    }

    private static func quote(_ bytes: [UInt8]) -> String {
        let hex = Array("0123456789ABCDEF".utf8)
        var out: [UInt8] = []
        var column = 0
        func isLineEnd(_ index: Int) -> Bool {
            index >= bytes.count || bytes[index] == 0x0A
                || (bytes[index] == 0x0D && index + 1 < bytes.count && bytes[index + 1] == 0x0A)
        }
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if isLineEnd(index) {
                out += [0x0D, 0x0A]
                column = 0
                index += byte == 0x0D ? 2 : 1
                continue
            }
            let isSpaceAtEnd = (byte == 0x20 || byte == 0x09) && isLineEnd(index + 1)
            // A dot or `From ` at a line's start is what some servers change.
            let isAtStart = column == 0 && (byte == UInt8(ascii: ".") || byte == UInt8(ascii: "F"))
            let isPlain = ((0x20..<0x7F).contains(byte) || byte == 0x09) && byte != UInt8(ascii: "=")
            let piece: [UInt8] =
                isPlain && !isSpaceAtEnd && !isAtStart
                ? [byte] : [UInt8(ascii: "="), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            if column + piece.count > lineMax - 1 {
                out += [UInt8(ascii: "="), 0x0D, 0x0A]
                column = 0
            }
            out += piece
            column += piece.count
            index += 1
        }
        if column > 0 { out += [0x0D, 0x0A] }
        return String(decoding: out, as: UTF8.self)
    }

    private static func unquote(_ bytes: [UInt8]) -> [UInt8]? {
        var out: [UInt8] = []
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "=") else {
                out.append(bytes[index])
                index += 1
                continue
            }
            if index + 2 < bytes.count, bytes[index + 1] == 0x0D, bytes[index + 2] == 0x0A {
                index += 3
            } else if index + 1 < bytes.count, bytes[index + 1] == 0x0A {
                index += 2
            } else {
                guard index + 2 < bytes.count,
                    let value = UInt8(String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
                else { return nil }
                out.append(value)
                index += 3
            }
        }
        return out
    }
}
