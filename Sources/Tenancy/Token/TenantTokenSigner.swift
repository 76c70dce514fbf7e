import Crypto
import Foundation
package import Vocabulary

/// Signs what the database checks before it shows a row: whom this transaction speaks for.
///
/// `key.tenant.generation.pid.expiry.mac`, see `tenancy.current_tenant()` in
/// `migrations/platform/0001_roles_and_tokens`. A token is good on one backend only, so that one read
/// off a connection is of no use on another.
package struct TenantTokenSigner: Sendable {
    /// Longer than any statement may run, short enough that a stolen token is soon dead.
    package static let lifetimeSeconds = 300

    private let keyNumber: Int
    private let key: SymmetricKey
    private let clock: WallClock

    package init(keys: MasterKeys, clock: WallClock) {
        self.keyNumber = keys.current.number
        self.key = keys.current.derived(for: Self.purpose)
        self.clock = clock
    }

    package func token(for entry: TenantEntry, backendPID: Int32) -> String {
        let expiry = Int(clock.now().timeIntervalSince1970) + Self.lifetimeSeconds
        return token(tenant: entry.id, generation: entry.generation, backendPID: backendPID, expiry: expiry)
    }

    func token(tenant: TenantID, generation: Int32, backendPID: Int32, expiry: Int) -> String {
        let message = "\(keyNumber).\(tenant).\(generation).\(backendPID).\(expiry)"
        let mac = HMAC<SHA256>.authenticationCode(for: Data(message.utf8), using: key)
        return "\(message).\(mac.hexadecimal)"
    }

    static let purpose = "tenant-token"

    /// The two padded forms of a key (RFC 2104 §2) as the database keeps them.
    static func pads(of key: MasterKeys.Key) -> (inner: [UInt8], outer: [UInt8]) {
        let secret = key.derived(for: purpose).withUnsafeBytes { [UInt8]($0) }
        let block = secret + [UInt8](repeating: 0, count: 64 - secret.count)
        return (block.map { $0 ^ 0x36 }, block.map { $0 ^ 0x5C })
    }
}
