import Foundation

/// Header fields as RFC 5322 and RFC 2047 write them. No value can end its line: what could is encoded, and
/// what cannot be encoded is refused.
enum HeaderField {
    /// Octets of a line (RFC 5322, 2.1.1), and of an encoded word that stands on one line with its field's
    /// name (RFC 2047, 2).
    static let lineMax = 76
    static let wordMax = 66

    /// Free text: `Subject`.
    static func text(_ name: String, _ value: String) -> String {
        fold(
            name, isPlain(value) && !value.contains("=?") ? value.split(separator: " ").map(String.init) : words(value))
    }

    /// `From: "Name" <address>`; several separated by commas would be several people, we write to one.
    static func mailbox(_ name: String, _ address: MailAddress, display: String?) -> String {
        guard let display, !display.isEmpty else { return fold(name, [address.description]) }
        let plain = quoted(display)
        let isShort = plain.utf8.count < lineMax - 12
        let label = isShort && isPlain(display) && !display.contains("=?") ? [plain] : words(display)
        return fold(name, label + ["<\(address)>"])
    }

    /// A value of our own making, in tokens that stay whole.
    static func tokens(_ name: String, _ tokens: [String]) -> String {
        precondition(tokens.allSatisfy { $0.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }, "\(name) has a line break")
        return fold(name, tokens)
    }

    /// `Thu, 26 Nov 2026 03:25:06 +0000`
    static func date(_ instant: Date) -> String {
        let seconds = Int(instant.timeIntervalSince1970.rounded(.down))
        let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let clock = seconds - days * 86_400
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: instant)
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(weekdays[(parts.weekday ?? 1) - 1]), \(two(parts.day ?? 1)) \(months[(parts.month ?? 1) - 1]) "
            + "\(parts.year ?? 1970) \(two(clock / 3600)):\(two(clock / 60 % 60)):\(two(clock % 60)) +0000"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
            && !text.split(separator: " ").contains { $0.utf8.count > lineMax - 12 }
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// Base-64 encoded words; a scalar is never parted between two.
    private static func words(_ text: String) -> [String] {
        // `=?utf-8?B?` and `?=` leave so many octets for Base64, which takes four for three.
        let bytesMax = (wordMax - 12) / 4 * 3
        var words: [String] = []
        var bytes: [UInt8] = []
        func flush() {
            if !bytes.isEmpty { words.append("=?utf-8?B?\(Data(bytes).base64EncodedString())?=") }
            bytes = []
        }
        for scalar in text.unicodeScalars {
            let encoded = Array(UTF8.encode(scalar)!)
            if bytes.count + encoded.count > bytesMax { flush() }
            bytes += encoded
        }
        flush()
        return words
    }

    private static func fold(_ name: String, _ tokens: [String]) -> String {
        var lines = ["\(name):"]
        for token in tokens {
            if lines[lines.count - 1].utf8.count + 1 + token.utf8.count > lineMax, lines[lines.count - 1] != "\(name):"
            {
                lines.append("")
            }
            lines[lines.count - 1] += " \(token)"
        }
        return lines.joined(separator: "\r\n") + "\r\n"
    }
}
