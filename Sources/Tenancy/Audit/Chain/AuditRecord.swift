import Foundation
import Postgres

/// An entry as the chain sees it: every field that is sealed, and the seal once it has one.
struct AuditRecord {
    struct Seal {
        let number: Int
        let hash: [UInt8]
        /// Nil once the fields are erased.
        let originSalt: [UInt8]?
        let originCommitment: [UInt8]
        let contentSalt: [UInt8]?
        let contentCommitment: [UInt8]
    }

    let tenant: UUID?
    let id: UUID
    let action: String
    let actor: String
    let onBehalf: String?
    let subjectKind: String?
    let subjectID: String?
    let before: String?
    let after: String?
    let address: String?
    let userAgent: String?
    let requestID: String?
    let recordedAt: Date
    let erasedBy: UUID?
    let seal: Seal?

    /// As exactly as the database keeps it.
    var recordedMicroseconds: Int { Int((recordedAt.timeIntervalSince1970 * 1_000_000).rounded()) }

    var isEmpty: Bool { before == nil && after == nil && address == nil && userAgent == nil }

    /// `jsonb` has one text for each value, whichever way it was written.
    static let columns: SQL = """
        e.tenant_id, e.entry_id, e.action, e.actor, e.on_behalf_of, e.subject_kind, e.subject_id,
        e.before::text as before, e.after::text as after, host(e.address) as address, e.user_agent, e.request_id,
        e.recorded_at, e.erased_by, e.seal_number, e.seal_hash, e.origin_salt, e.origin_commitment, e.content_salt,
        e.content_commitment
        """

    init(_ row: Row) throws {
        tenant = try row.get("tenant_id")
        id = try row.get("entry_id")
        action = try row.get("action")
        actor = try row.get("actor")
        onBehalf = try row.get("on_behalf_of")
        subjectKind = try row.get("subject_kind")
        subjectID = try row.get("subject_id")
        before = try row.get("before")
        after = try row.get("after")
        address = try row.get("address")
        userAgent = try row.get("user_agent")
        requestID = try row.get("request_id")
        recordedAt = try row.get("recorded_at")
        erasedBy = try row.get("erased_by")
        if let number: Int = try row.get("seal_number") {
            seal = Seal(
                number: number, hash: try row.get("seal_hash", as: [UInt8]?.self) ?? [],
                originSalt: try row.get("origin_salt"),
                originCommitment: try row.get("origin_commitment", as: [UInt8]?.self) ?? [],
                contentSalt: try row.get("content_salt"),
                contentCommitment: try row.get("content_commitment", as: [UInt8]?.self) ?? [])
        } else {
            seal = nil
        }
    }
}
