/// Bytes as letters and digits that survive being typed, read aloud and changed in case (RFC 4648 §6), in lower case
/// and without padding.
package enum Base32 {
    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        var (bits, count) = (0, 0)
        for byte in bytes {
            bits = bits << 8 | Int(byte)
            count += 8
            while count >= 5 {
                count -= 5
                text.append(alphabet[bits >> count & 31])
            }
            bits &= (1 << count) - 1
        }
        if count > 0 { text.append(alphabet[bits << (5 - count) & 31]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil for what encodes no bytes, or not in the one way: other signs, bits left over.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        var (bits, count) = (0, 0)
        for sign in text.utf8 {
            let value: Int
            switch sign {
            case 0x61...0x7A: value = Int(sign) - 0x61
            case 0x41...0x5A: value = Int(sign) - 0x41
            case 0x32...0x37: value = Int(sign) - 0x32 + 26
            default: return nil
            }
            bits = bits << 5 | value
            count += 5
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(bits >> count))
                bits &= (1 << count) - 1
            }
        }
        return count < 5 && bits == 0 ? bytes : nil
    }
}
