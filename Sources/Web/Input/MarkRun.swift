/// Marks upon one letter. Telling texts apart puts the marks of each letter in order, which takes the square of their
/// number: a body of nothing but marks would keep a core busy for minutes.
enum MarkRun {
    /// As the stream-safe format of UAX #15 §13 has it; no language puts more than a handful.
    static let lengthMax = 30

    static func isTooLong(in text: String) -> Bool {
        if text.utf8.count <= lengthMax || text.utf8.allSatisfy({ $0 < 0x80 }) { return false }
        var length = 0
        for scalar in text.unicodeScalars {
            length = scalar.properties.canonicalCombiningClass == .notReordered ? 0 : length + 1
            if length > lengthMax { return true }
        }
        return false
    }
}
