/// Makes names comparable over scripts, so that one index finds Москва, Moskva and MOSKVA.
package enum Transliteration {
    /// Characters of a text that count; names of places are shorter.
    static let charactersMax = 200

    private static let toASCII = try? Transliterator("NFKC; Any-Latin; Latin-ASCII; Lower")

    /// Small ASCII letters and digits with single spaces between words: diacritics are off, apostrophes
    /// vanish, other signs part words ("Saint-Étienne" is "saint etienne").
    ///
    /// Chinese characters are read as Mandarin whatever the language, so 東京 finds 東京 but not Tōkyō:
    /// an index holds the key of every name a place has.
    package static func searchKey(_ text: String) -> String {
        let text = String(text.prefix(charactersMax))
        let isASCII = text.utf8.allSatisfy { $0 < 0x80 }
        let latin = isASCII ? text.lowercased() : toASCII?.text(text) ?? text.lowercased()
        var key = ""
        var isBetweenWords = false
        for byte in latin.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                if isBetweenWords, !key.isEmpty { key += " " }
                isBetweenWords = false
                key.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: "'"), UInt8(ascii: "`"): break
            case 0x80...: break
            default: isBetweenWords = true
            }
        }
        return key
    }
}
