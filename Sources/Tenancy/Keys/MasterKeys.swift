package import Crypto
import Foundation

/// The platform's master keys, newest first: what tenant tokens are signed with and data keys are
/// wrapped with is derived from them, and they themselves never reach the database.
///
/// Written `2:<64 hex>,1:<64 hex>`: a number and 32 bytes. To rotate, put a new one in front; take an
/// old one out when no process signs with it any more and every data key has been wrapped anew.
package struct MasterKeys: Sendable {
    package struct Key: Sendable {
        package let number: Int
        let secret: SymmetricKey

        /// A key of its own for each purpose (RFC 5869), so that no two uses share one.
        func derived(for purpose: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: secret, info: Data("travelhub/\(purpose)".utf8), outputByteCount: 32)
        }
    }

    package enum Fault: Error, Hashable, Sendable, CustomStringConvertible {
        case empty
        case malformed(position: Int)
        case duplicate(number: Int)

        package var description: String {
            switch self {
            case .empty: "at least one key is needed"
            case .malformed(let position): "key \(position) is not <number>:<64 hexadecimal digits>"
            case .duplicate(let number): "key number \(number) stands twice"
            }
        }
    }

    package let keys: [Key]

    package var current: Key { keys[0] }

    package init(_ text: String) throws(Fault) {
        var keys: [Key] = []
        guard !text.isEmpty else { throw .empty }
        for (index, part) in text.split(separator: ",", omittingEmptySubsequences: false).enumerated() {
            let halves = part.split(separator: ":", omittingEmptySubsequences: false)
            // The database keeps the number in 32 bits.
            guard halves.count == 2, halves[0].first?.isNumber == true, let number = Int32(halves[0]), number > 0,
                let bytes = [UInt8](hexadecimal: String(halves[1])), bytes.count == 32
            else { throw .malformed(position: index + 1) }
            guard !keys.contains(where: { $0.number == number }) else { throw .duplicate(number: Int(number)) }
            keys.append(Key(number: Int(number), secret: SymmetricKey(data: bytes)))
        }
        self.keys = keys
    }

    /// A new first key in the form that `init` reads.
    package static func generated(number: Int = 1) -> String {
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { [UInt8]($0) }
        return "\(number):\(bytes.hexadecimal)"
    }

    package func key(number: Int) -> Key? { keys.first { $0.number == number } }

    /// By which a backup tells, without the key, whether the key of that number here is the one it needs;
    /// nil for a number that is not configured.
    package func fingerprint(number: Int) -> String? {
        key(number: number).map {
            HMAC<SHA256>.authenticationCode(for: Data("\(number)".utf8), using: $0.derived(for: "fingerprint"))
                .prefix(16).hexadecimal
        }
    }

    /// A key for one purpose of another room: signed offers, form tokens.
    package func purposeKey(_ purpose: String) -> SymmetricKey { current.derived(for: purpose) }

    /// The one that was derived while `number` was the first; nil for a number that is not configured.
    package func purposeKey(_ purpose: String, number: Int) -> SymmetricKey? {
        key(number: number)?.derived(for: purpose)
    }
}

extension Sequence<UInt8> {
    package var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(underestimatedCount * 2)
        for byte in self {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension [UInt8] {
    /// Nil unless `text` is an even number of hexadecimal digits.
    package init?(hexadecimal text: String) {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = Self.nibble(digits[index]), let low = Self.nibble(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        self = bytes
    }

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x61...0x66: digit - 0x61 + 10
        case 0x41...0x46: digit - 0x41 + 10
        default: nil
        }
    }
}
