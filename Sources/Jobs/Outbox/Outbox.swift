package import Foundation
package import Postgres
package import Tenancy
package import Vocabulary

/// Something that became true in a tenant, for those who learn of it later.
package struct OutboxEvent: Sendable {
    /// `booking.confirmed`
    package let kind: String
    package let subject: UUID
    package let payload: JSONText
    package let requestID: String?

    package init(kind: String, subject: UUID, payload: JSONText, requestID: String?) {
        self.kind = kind
        self.subject = subject
        self.payload = payload
        self.requestID = requestID
    }
}

/// Writes events in the transaction of their cause.
package struct Outbox: Sendable {
    private let identifiers: IdentifierSource

    package init(identifiers: IdentifierSource) { self.identifiers = identifiers }

    package func statement(_ event: OutboxEvent, tenant: TenantID) -> SQL {
        """
        insert into outbox_events (tenant_id, event_id, kind, subject_id, payload, request_id)
        values (\(tenant), \(identifiers.next()), \(event.kind), \(event.subject), \(event.payload), \(event.requestID))
        """
    }

    package func record(_ event: OutboxEvent, in transaction: TenantTransaction) async throws {
        _ = try await transaction.run(statement(event, tenant: transaction.tenant))
    }
}
