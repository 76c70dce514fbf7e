import Foundation
import Postgres
import Telemetry
import Tenancy
import Vocabulary

/// A job under lease: ours until `leased_until`, as long as the epoch is still the one we were given.
struct ClaimedJob: Sendable {
    let tenant: TenantID
    let id: UUID
    let queue: String
    let kind: String
    let arguments: String
    let envelope: [UInt8]
    let attempt: Int
    let attemptsMax: Int
    let epoch: Int
    let requestID: String?
    /// Of what the job follows from.
    let trace: TraceParent?
    let createdAt: Date

    /// One lease of one job: a worker may hold an older one of the same job, which it does not know to be lost.
    struct Key: Hashable, Sendable {
        let id: UUID
        let epoch: Int
    }

    var key: Key { Key(id: id, epoch: epoch) }

    init(_ row: Row) throws {
        tenant = try row.get("tenant_id")
        id = try row.get("job_id")
        queue = try row.get("queue")
        kind = try row.get("kind")
        arguments = try row.get("arguments")
        envelope = try row.get("envelope")
        attempt = try row.get("attempt")
        attemptsMax = try row.get("attempts_max")
        epoch = try row.get("epoch")
        requestID = try row.get("request_id")
        let state = try row.get("trace_state", as: String?.self)
        trace = try row.get("trace", as: String?.self).flatMap { TraceParent($0, state: [state].compactMap(\.self)) }
        createdAt = try row.get("created_at")
    }
}
