import Foundation
package import Jobs
package import Postgres
package import Tenancy
import Vocabulary
import Web

/// What every change of a booking leaves behind beside itself: its timeline, the event for those who
/// subscribe, the audit trail. Statements, so that they travel with the change.
package struct BookingRecords: Sendable {
    private let outbox: Outbox
    private let audit: AuditTrail

    package init(outbox: Outbox, audit: AuditTrail) {
        self.outbox = outbox
        self.audit = audit
    }

    /// - Parameter reason: the cause's own, where it has one.
    func statements(
        of change: BookingChange, _ cause: Cause, reason: ChangeReason.Sealed? = nil, tenant: TenantID
    ) -> [SQL] {
        [
            BookingStore.insertEvent(change, cause, reason, tenant: tenant),
            outbox.statement(event(change, cause), tenant: tenant),
            audit.statement(entry(change, cause), tenant: tenant),
        ]
    }

    /// Identifiers and states only: subscribers read what else they may see.
    private func event(_ change: BookingChange, _ cause: Cause) -> OutboxEvent {
        OutboxEvent(
            kind: change.event, subject: change.booking.uuid,
            payload: JSONText(
                """
                {"booking_id":"\(change.booking.uuid.text)","sequence":\(change.sequence),"state":"\(change.to.rawValue)"}
                """), requestID: cause.requestID)
    }

    private func entry(_ change: BookingChange, _ cause: Cause) -> AuditEntry {
        AuditEntry(
            action: "booking.\(change.verb)", actor: cause.actor, subjectKind: "booking",
            subjectID: change.booking.uuid.text,
            before: change.from.map { JSONText(#"{"state":"\#($0.rawValue)"}"#) },
            after: after(change, cause))
    }

    private func after(_ change: BookingChange, _ cause: Cause) -> JSONText {
        var json = JSONWriter()
        json.object {
            $0.member("state", change.to.rawValue)
            if let reason = cause.reason { $0.member("reason", reason.text) }
        }
        return JSONText(String(decoding: json.bytes, as: UTF8.self))
    }
}

/// What a verb has decided and what is left to write; sent by the caller with what it has to write
/// itself and with the commit.
package struct Effect<Value: Sendable>: Sendable {
    package let value: Value
    package let closing: [SQL]

    package init(value: Value, closing: [SQL]) {
        self.value = value
        self.closing = closing
    }
}

extension TenantScope {
    /// Runs a verb in a transaction of its own: the closing statements and the commit share a round trip.
    package func settle<Value: Sendable>(
        _ verb: @Sendable (TenantTransaction) async throws -> Effect<Value>
    ) async throws -> Value {
        try await transaction { tx in
            let effect = try await verb(tx)
            _ = try await tx.commit(after: effect.closing)
            return effect.value
        }
    }
}
