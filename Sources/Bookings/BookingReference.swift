import Localization
package import Vocabulary

/// The short name of a booking that people read to each other on the telephone.
///
/// Digits and capitals without those that look or sound alike (0 O, 1 I, U Y), and without vowels,
/// so that none spells a word. Eight of 28 give 3.8 · 10¹¹; two alike within a tenant are refused by
/// the table and another one is drawn.
package struct BookingReference: Hashable, Sendable, CustomStringConvertible {
    package static let length = 8
    static let alphabet = Array("23456789BCDFGHJKLMNPQRSTVWXZ".utf8)
    /// Spaces and hyphens that people put between groups are let pass up to this length.
    static let typedMax = 24

    package let description: String

    /// Reads what was typed: any case, any script's digits, spaces and hyphens anywhere.
    package init?(_ typed: String) {
        guard typed.utf8.count <= Self.typedMax * 4 else { return nil }
        let text = Digits.ascii(typed).uppercased().filter { !$0.isWhitespace && $0 != "-" }
        guard text.utf8.count == Self.length, text.utf8.allSatisfy(Self.alphabet.contains) else { return nil }
        description = text
    }

    /// Draws one, each letter equally likely.
    package init(from secrets: SecretSource) {
        var letters: [UInt8] = []
        let fair = 256 - 256 % Self.alphabet.count
        while letters.count < Self.length {
            for byte in secrets.bytes(Self.length) where Int(byte) < fair && letters.count < Self.length {
                letters.append(Self.alphabet[Int(byte) % Self.alphabet.count])
            }
        }
        description = String(decoding: letters, as: UTF8.self)
    }
}
