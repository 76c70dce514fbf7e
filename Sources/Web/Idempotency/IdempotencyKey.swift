import Crypto
import Foundation
import HTTPTypes
import Vocabulary

/// The caller's name for one effect: sent twice, it happens once.
package struct IdempotencyKey: Hashable, Sendable {
    package static let lengthMax = 255

    /// Tenant, principal, method, route and key in one: what the effect is stored under.
    let fingerprint: UUID
    /// What the advisory lock is taken on.
    let lock: Int64
    /// Of the input; the same key with another input is a mistake of the caller.
    let inputDigest: [UInt8]

    /// From the `Idempotency-Key` field, or a form's hidden one.
    ///
    /// Throws `idempotency.missing` or `idempotency.too_long`.
    init(of arrival: Arrival, tenant: TenantID, principal: String) throws(Problem) {
        guard let key = arrival.head.headerFields[.idempotencyKey] ?? arrival.content.idempotencyKey else {
            throw .idempotencyKeyMissing
        }
        guard (1...Self.lengthMax).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .idempotencyKeyTooLong
        }
        let scope = Self.digest(
            [tenant.description, principal, arrival.head.method.rawValue, arrival.route.path.description, key])
        fingerprint = Self.uuid(scope)
        lock = Array(scope.suffix(8)).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        inputDigest = Self.inputDigest(arrival)
    }

    /// Path and body, without the fields that a form carries for the edge.
    private static func inputDigest(_ arrival: Arrival) -> [UInt8] {
        let body = JSONWriter.bytes(InputValue.object(arrival.content.members))
        return digest([arrival.head.path ?? "", String(decoding: body, as: UTF8.self)])
    }

    /// Each part is preceded by its length, so that no two lists of parts look alike.
    static func digest(_ parts: [String]) -> [UInt8] {
        var hash = SHA256()
        for part in parts { hash.update(data: Data("\(part.utf8.count):\(part)".utf8)) }
        return Array(hash.finalize())
    }

    private static func uuid(_ digest: [UInt8]) -> UUID {
        digest.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}
