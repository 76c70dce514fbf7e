package import Vocabulary

/// One wish of an `Accept-Language` header: a language, or any, and how much it is wanted.
package struct LanguageRange: Hashable, Sendable {
    package enum Wish: Hashable, Sendable {
        case locale(LocaleTag)
        /// `*`
        case any
    }

    package let wish: Wish
    /// Thousandths, as RFC 9110 §12.4.2 allows three decimals; 0 means "not this one".
    package let quality: Int

    package init(_ wish: Wish, quality: Int) {
        self.wish = wish
        self.quality = quality
    }

    /// Nil for what is no range with a weight. Parts of a tag that we do not use (variants, extensions,
    /// private use) are cut off, as RFC 4647 §3.4 cuts them in look-up.
    init?(_ item: some StringProtocol) {
        let parts = item.split(separator: ";", omittingEmptySubsequences: false)
        guard parts.count <= 2, let wish = Self.wish(Self.trimmed(parts[0])) else { return nil }
        guard let quality = parts.count == 2 ? Self.quality(Self.trimmed(parts[1])) : 1000 else { return nil }
        self.init(wish, quality: quality)
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        let rest = text.drop { $0 == " " || $0 == "\t" }
        return String(rest.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }

    private static func wish(_ text: String) -> Wish? {
        if text == "*" { return .any }
        guard !text.contains("_") else { return nil }
        let subtags = text.split(separator: "-", omittingEmptySubsequences: false)
        let isWellFormed = subtags.allSatisfy { subtag in
            (1...8).contains(subtag.utf8.count)
                && subtag.utf8.allSatisfy { byte in
                    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                }
        }
        guard isWellFormed else { return nil }
        for length in stride(from: min(3, subtags.count), to: 0, by: -1) {
            if let tag = LocaleTag(subtags.prefix(length).joined(separator: "-")) { return .locale(tag) }
        }
        return nil
    }

    /// `q=0.5`: a digit 0 or 1 and at most three decimals, and no more than 1.
    private static func quality(_ text: String) -> Int? {
        guard text.lowercased().hasPrefix("q=") else { return nil }
        let number = Array(text.utf8.dropFirst(2))
        guard let whole = number.first, whole == UInt8(ascii: "0") || whole == UInt8(ascii: "1"), number.count <= 5
        else { return nil }
        guard number.count == 1 || number[1] == UInt8(ascii: ".") else { return nil }
        var thousandths = 0
        for place in 2..<5 {
            let digit = place < number.count ? number[place] : UInt8(ascii: "0")
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            thousandths = thousandths * 10 + Int(digit - UInt8(ascii: "0"))
        }
        let quality = Int(whole - UInt8(ascii: "0")) * 1000 + thousandths
        return quality <= 1000 ? quality : nil
    }
}
