import Testing

@testable import Messaging

@Suite("Texts in a calendar file")
struct CalendarTextTests {
    /// As RFC 5545 3.3.11 reads a value; nil where a sign stands unescaped.
    private static func read(_ value: String) -> String? {
        var text = String.UnicodeScalarView()
        var scalars = Array(value.unicodeScalars)[...]
        while let scalar = scalars.popFirst() {
            switch scalar {
            case ";", ",", "\r", "\n": return nil
            case "\\":
                guard let sign = scalars.popFirst(), "\\;,nN".unicodeScalars.contains(sign) else { return nil }
                text.append(sign == "n" || sign == "N" ? "\n" : sign)
            default: text.append(scalar)
            }
        }
        return String(text)
    }

    @Test(
        "are read as they were written, whatever joins the signs that have to be escaped",
        arguments: [
            "Hotel; \"A\", B\\C", "a;\u{301}b,\u{301}c\\\u{301}d", "\\n\\;", "\u{301};", "line\nline",
            ";\u{200D},\u{FE0F}",
        ])
    func values(_ text: String) {
        let read = Self.read(CalendarFile.text(text))
        #expect(read.map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
    }
}
