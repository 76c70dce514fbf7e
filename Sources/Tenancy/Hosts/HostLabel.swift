internal import Foundation

/// One part of a host name between dots, as RFC 5890 knows it: ASCII letters, digits and hyphens
/// on the wire, or the Unicode form that stands for it.
enum HostLabel {
    static let bytesMax = 63
    static let prefix = "xn--"

    /// The lower-case ASCII form; nil when no host may carry the label.
    static func ascii(_ label: String) -> String? {
        let lower = label.lowercased()
        if lower.utf8.allSatisfy({ $0 < 0x80 }) {
            guard isPlain(lower) else { return nil }
            return lower.hasPrefix(prefix) ? checked(lower) : lower
        }
        let mapped = mapped(label)
        if mapped.utf8.allSatisfy({ $0 < 0x80 }) { return isPlain(mapped) ? ascii(mapped) : nil }
        return encoded(mapped)
    }

    /// The Unicode form of an A-label for people; other labels stay as they are.
    static func unicode(_ label: String) -> String {
        guard label.hasPrefix(prefix), let text = Punycode.decode(String(label.dropFirst(prefix.count))) else {
            return label
        }
        return text
    }

    /// What UTS #46 does before encoding, near enough for names that pass `isAllowed`:
    /// compatibility forms folded (full-width letters), lower case, composed.
    private static func mapped(_ label: String) -> String {
        label.precomposedStringWithCompatibilityMapping.lowercased().precomposedStringWithCompatibilityMapping
    }

    private static func encoded(_ label: String) -> String? {
        guard label.unicodeScalars.allSatisfy(isAllowed), !label.hasPrefix("-"), !label.hasSuffix("-"),
            let first = label.unicodeScalars.first, !isMark(first),
            let tail = Punycode.encode(label)
        else { return nil }
        let ascii = prefix + tail
        return ascii.utf8.count <= bytesMax ? ascii : nil
    }

    /// An A-label counts only if it is what we would have written: otherwise one name has two spellings.
    private static func checked(_ label: String) -> String? {
        guard let text = Punycode.decode(String(label.dropFirst(prefix.count))),
            text.unicodeScalars.contains(where: { $0.value >= 0x80 }),
            // Scalars, because `==` on strings takes a composed and a decomposed letter for one.
            mapped(text).unicodeScalars.elementsEqual(text.unicodeScalars), encoded(text) == label
        else { return nil }
        return label
    }

    private static func isPlain(_ label: String) -> Bool {
        (1...bytesMax).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
            && label.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x80 { return scalar == "-" || ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) }
        switch scalar.properties.generalCategory {
        case .lowercaseLetter, .otherLetter, .modifierLetter, .decimalNumber: return true
        default: return isMark(scalar)
        }
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark: !scalar.properties.isDefaultIgnorableCodePoint
        default: false
        }
    }
}
