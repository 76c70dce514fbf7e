import Crypto
import Foundation
import Vocabulary

/// How the entries of a trail are bound to each other: each seal is a hash over the one before it and over the
/// entry, so that none can be changed, taken out, put in or moved without every later seal being another.
///
/// Personal fields take part as commitments, SHA-256 over a random salt and the fields (a hash commitment as in
/// RFC 6962's spirit, hiding by the salt): with salt and fields gone the commitment stays, and says nothing.
enum AuditChain {
    /// The operators' chain belongs to no tenant.
    static let platform = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))

    /// What stands before a chain's first entry; of each chain another, so that no entry fits two.
    static func genesis(_ chain: UUID) -> [UInt8] {
        var digest = AuditDigest("travelhub audit chain 1")
        digest.add(chain.text)
        return digest.finish()
    }

    static func origin(_ record: AuditRecord, salt: [UInt8]) -> [UInt8] {
        commitment("origin", salt, [record.address, record.userAgent])
    }

    static func content(_ record: AuditRecord, salt: [UInt8]) -> [UInt8] {
        commitment("content", salt, [record.before, record.after])
    }

    private static func commitment(_ kind: String, _ salt: [UInt8], _ fields: [String?]) -> [UInt8] {
        var digest = AuditDigest("travelhub audit \(kind) 1")
        digest.add(salt)
        for field in fields { digest.add(field) }
        return digest.finish()
    }

    static func seal(
        _ record: AuditRecord, number: Int, after previous: [UInt8], origin: [UInt8], content: [UInt8]
    ) -> [UInt8] {
        var digest = AuditDigest("travelhub audit entry 1")
        digest.add(previous)
        digest.add(String(number))
        for field in [
            record.tenant?.text, record.id.text, record.action, record.actor, record.onBehalf, record.subjectKind,
            record.subjectID, record.requestID, String(record.recordedMicroseconds),
        ] {
            digest.add(field)
        }
        digest.add(origin)
        digest.add(content)
        return digest.finish()
    }
}

/// SHA-256 over fields of which each says first whether it is there and how long it is, so that no two lists of
/// fields are the same bytes.
struct AuditDigest {
    private(set) var bytes: [UInt8] = []

    init(_ purpose: String) { add(purpose) }

    mutating func add(_ text: String?) {
        guard let text else { return bytes.append(0) }
        add(Array(text.utf8))
    }

    mutating func add(_ field: [UInt8]) {
        bytes.append(1)
        withUnsafeBytes(of: UInt64(field.count).bigEndian) { bytes += $0 }
        bytes += field
    }

    func finish() -> [UInt8] { Array(SHA256.hash(data: bytes)) }
}
