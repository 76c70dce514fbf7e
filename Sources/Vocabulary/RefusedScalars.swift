/// Characters that no text of a person's may hold: nobody sees them, and they end a line that is none, act in a
/// terminal, or make a text read as another one (Unicode Technical Report 36).
package enum RefusedScalars {
    /// - Parameter lines: The text may be of several lines, with tabs in them.
    package static func are(in text: String, lines: Bool) -> Bool {
        text.unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0x09, 0x0A, 0x0D, 0x2028, 0x2029: !lines
            case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF: true
            default: false
            }
        }
    }
}
