import Crypto
import Foundation
import Vocabulary

/// What opens an account whose authenticator was lost: ten of them, each good once.
package struct RecoveryCode: Hashable, Sendable, CustomStringConvertible {
    package static let count = 10
    private static let length = 16
    /// Without letters that look like digits.
    private static let alphabet = Array("ABCDEFGHJKMNPQRSTUVWXYZ23456789")

    /// `ABCD-EFGH-JKMN-PQRS`: some 79 random bits, so that a plain digest is enough.
    package let description: String

    /// Throws away bytes that would make some letters likelier than others.
    init(from secrets: SecretSource) {
        var letters: [Character] = []
        let fair = 256 / Self.alphabet.count * Self.alphabet.count
        while letters.count < Self.length {
            for byte in secrets.bytes(Self.length) where Int(byte) < fair && letters.count < Self.length {
                letters.append(Self.alphabet[Int(byte) % Self.alphabet.count])
            }
        }
        description = stride(from: 0, to: Self.length, by: 4).map { String(letters[$0..<$0 + 4]) }
            .joined(separator: "-")
    }

    /// As typed: spaces and dashes wherever, in either case; nil for what cannot be one.
    init?(typed: String) {
        let letters = typed.uppercased().filter { $0 != "-" && $0 != " " }
        guard letters.count == Self.length, letters.allSatisfy(Self.alphabet.contains) else { return nil }
        let all = Array(letters)
        description = stride(from: 0, to: Self.length, by: 4).map { String(all[$0..<$0 + 4]) }.joined(separator: "-")
    }

    var digest: [UInt8] { Array(SHA256.hash(data: Data("recovery/\(description)".utf8))) }
}
