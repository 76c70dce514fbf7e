package import Localization
import Vocabulary

/// Foreign text made fit for a mail: what no reader sees, or what makes a text read as another one, is gone
/// before any header or sentence holds it (Unicode Technical Report 36).
package enum PlainLine {
    /// Scalars of one value in a sentence or header; the rest is cut.
    package static let scalarsMax = 300

    /// One line: every kind of break and control is a space, direction overrides are dropped.
    package static func clean(_ text: String, max: Int = scalarsMax) -> String {
        var line = String.UnicodeScalarView()
        var isSpaced = true
        for scalar in text.unicodeScalars {
            if isDropped(scalar) { continue }
            if isSpace(scalar) {
                if !isSpaced { line.append(" ") }
                isSpaced = true
            } else {
                line.append(scalar)
                isSpaced = false
            }
            if line.count == max { break }
        }
        if line.last == " " { line.removeLast() }
        return String(line)
    }

    /// The same for each line of a longer text.
    package static func cleanLines(_ text: String, linesMax: Int = 200) -> [String] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).prefix(linesMax)
            .map { clean(String($0), max: 2_000) }
    }

    /// A foreign value inside a sentence of ours: where it runs against the sentence's direction it is set
    /// apart, so that neither reorders the other (UAX #9, isolates).
    package static func isolated(_ text: String, in direction: TextDirection) -> String {
        let runsLeft = text.unicodeScalars.contains(where: isRightToLeft)
        let runsRight = text.unicodeScalars.contains { $0.properties.isAlphabetic && !isRightToLeft($0) }
        let runsAgainst = direction == .rightToLeft ? runsRight : runsLeft
        return runsAgainst ? "\u{2068}\(text)\u{2069}" : text
    }

    private static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x200B, 0x2060...0x206F, 0x202A...0x202E, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE0FFF: true
        default: scalar.value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(scalar.value)
        }
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
    }

    private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFE, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
        default: false
        }
    }
}
