import Crypto
package import Foundation
import Vocabulary

/// Time-based one-time codes (RFC 6238) as authenticator apps make them: SHA-1, six digits, thirty seconds.
package struct TimeCode: Hashable, Sendable {
    package static let secretBytes = 20
    package static let digits = 6
    package static let stepSeconds = 30
    /// Steps before and after the present one that are good, for clocks that differ and people that type.
    static let driftSteps: Int64 = 1

    let secret: [UInt8]

    init(secret: [UInt8]) { self.secret = secret }

    init(from secrets: SecretSource) { secret = secrets.bytes(Self.secretBytes) }

    package func code(at date: Date) -> String { code(step: Self.step(at: date)) }

    /// The step that `typed` is the code of, if it is good at `date` and later than `last`; looks at all of them.
    func step(of typed: String, at date: Date, after last: Int64) -> Int64? {
        let present = Self.step(at: date)
        var found: Int64?
        for step in (present - Self.driftSteps)...(present + Self.driftSteps) {
            let isEqual =
                typed.utf8.count == Self.digits
                && zip(code(step: step).utf8, typed.utf8).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
            if isEqual, step > last { found = step }
        }
        return found
    }

    /// For an authenticator app's camera or keyboard.
    package func address(issuer: String, account: String) -> String {
        func encoded(_ text: String) -> String {
            text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        }
        return "otpauth://totp/\(encoded(issuer)):\(encoded(account))?secret=\(base32)&issuer=\(encoded(issuer))"
            + "&algorithm=SHA1&digits=\(Self.digits)&period=\(Self.stepSeconds)"
    }

    /// RFC 4648 §6 without padding.
    package var base32: String { Base32.encode(secret).uppercased() }

    static func step(at date: Date) -> Int64 { Int64(date.timeIntervalSince1970) / Int64(stepSeconds) }

    /// RFC 4226 §5.3.
    private func code(step: Int64) -> String {
        let counter = (0..<8).reversed().map { UInt8(truncatingIfNeeded: step >> (8 * $0)) }
        let mac = Array(
            HMAC<Insecure.SHA1>.authenticationCode(for: Data(counter), using: SymmetricKey(data: Data(secret))))
        let offset = Int(mac[19] & 15)
        let number = (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(mac[offset + $1]) } & 0x7FFF_FFFF
        let text = String(number % 1_000_000)
        return String(repeating: "0", count: Self.digits - text.count) + text
    }
}
