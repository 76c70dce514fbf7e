import Crypto
import Foundation

/// How Stripe signs events: `t` is when, `v1` the HMAC-SHA256 of time, a dot and the body, in hexadecimal.
package enum EventSignature {
    package static func header(_ body: String, secret: String, at time: Int) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("\(time).\(body)".utf8), using: SymmetricKey(data: Data(secret.utf8)))
        return "t=\(time),v1=\(code.map { String(Int($0) + 256, radix: 16).dropFirst() }.joined())"
    }
}
