package import Foundation
import Metrics
package import Postgres
package import Tenancy
package import Vocabulary

/// In the order of their coming, from either end.
package enum SuppressionOrder: String, RowOrder {
    case created

    package static let id: SQL = "s.suppression_id"
    package static func id(of sight: Suppressions.Sight) -> UUID { sight.id }
    package var value: RowValue<Suppressions.Sight>? { .moment("s.created_at") { $0.createdAt } }
}

/// Addresses that a site does not write to, and the end of that: a mailbox may be there again, a reader may ask for
/// mail after all. Only staff knows.
package struct Suppressions: Sendable {
    /// As staff sees one: the address masked, nil where the mail that brought it here is no longer kept.
    package struct Sight: Sendable, Hashable {
        package let id: UUID
        package let recipient: String?
        package let reason: SuppressionReason
        package let diagnostic: String?
        package let createdAt: Date
    }

    private let dataKeys: DataKeys
    private let audit: AuditTrail

    package init(dataKeys: DataKeys, audit: AuditTrail) {
        self.dataKeys = dataKeys
        self.audit = audit
    }

    /// - Parameter address: the one that is looked for.
    /// - Throws: `PostgresError`.
    package func list(
        _ reason: SuppressionReason?, of address: MailAddress?, _ page: RowPage<SuppressionOrder>, limit: Int,
        in scope: TenantScope
    ) async throws -> [Sight] {
        let key = try await dataKeys.key(of: scope.tenant)
        let index = address.map { key.blindIndex($0.normal) }
        return try await scope.run(SuppressionStore.list(reason, of: index, page, limit: limit))
            .map { try sight($0, key) }
    }

    /// Throws `mail.suppression_unknown`.
    package func find(_ id: UUID, in scope: TenantScope) async throws -> Sight {
        let key = try await dataKeys.key(of: scope.tenant)
        guard let row = try await scope.run(SuppressionStore.find(id)).first else { throw Self.unknown }
        return try sight(row, key)
    }

    /// From now on the address is written to like any other.
    ///
    /// Throws `mail.suppression_unknown`.
    package func lift(_ id: UUID, _ actor: AuditActor, in scope: TenantScope) async throws {
        let reason: String = try await scope.transaction { tx in
            guard let row = try await tx.run(SuppressionStore.lift(id)).first else { throw Self.unknown }
            let reason: String = try row.get("reason")
            let entry = AuditEntry(
                action: "mail.suppression_lifted", actor: actor, subjectKind: "mail_suppression", subjectID: id.text,
                before: JSONText(#"{"reason":"\#(reason)"}"#))
            _ = try await tx.run(audit.statement(entry, tenant: tx.tenant))
            return reason
        }
        Counter(label: "travelhub_mail_suppressions_lifted_total", dimensions: [("reason", reason)]).increment()
    }

    static let unknown = Problem(404, "mail.suppression_unknown")

    private func sight(_ row: Row, _ key: TenantDataKey) throws -> Sight {
        guard let reason = SuppressionReason(rawValue: try row.get("reason")) else { throw SenderRowFault() }
        let sealed = try row.get("recipient_sealed", as: Data?.self)
        return Sight(
            id: try row.get("suppression_id"),
            recipient: try sealed.map { try SealedMail.openRecipient(Array($0), with: key).address.masked },
            reason: reason, diagnostic: try row.get("diagnostic"), createdAt: try row.get("created_at"))
    }
}
