import Crypto
import Foundation

/// Whether Stripe sent an event, and now (docs.stripe.com/webhooks#verify-manually): `t` is when, each `v1` an
/// HMAC-SHA256 of time, a dot and the body in hexadecimal, several while a secret is being changed.
enum EventSignature {
    static let toleranceSeconds = 300
    /// More are looked at by nobody.
    static let signaturesMax = 8

    static func isGenuine(_ header: String, body: [UInt8], secret: String, at now: Date) -> Bool {
        var time: Int?
        var codes: [[UInt8]] = []
        for part in header.split(separator: ",").prefix(signaturesMax + 1) {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { continue }
            if pair[0] == "t", pair[1].allSatisfy({ $0.isASCII && $0.isNumber }) { time = Int(pair[1]) }
            if pair[0] == "v1", let code = bytes(of: pair[1]) { codes.append(code) }
        }
        guard let time, abs(now.timeIntervalSince1970 - TimeInterval(time)) <= TimeInterval(toleranceSeconds) else {
            return false
        }
        // Nobody has shown anything yet: the body is read once, however many codes there are.
        guard !codes.isEmpty else { return false }
        var code = HMAC<SHA256>(key: SymmetricKey(data: Data(secret.utf8)))
        code.update(data: Data("\(time).".utf8))
        code.update(data: body)
        let right = code.finalize()
        // Each is compared, in time that does not depend on where it differs.
        return codes.map { right == $0 }.contains(true)
    }

    private static func bytes(of hexadecimal: Substring) -> [UInt8]? {
        let digits = Array(hexadecimal.utf8)
        guard digits.count == 2 * SHA256.byteCount else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(digits[index]), let low = value(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x61...0x66: digit - 0x61 + 10
        default: nil
        }
    }
}
