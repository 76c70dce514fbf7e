import Foundation
import Postgres
package import Tenancy
package import Vocabulary

/// Who agreed to which kind of mail. Every step is kept, for the day somebody asks.
package struct MailConsents: Sendable {
    private let identifiers: IdentifierSource

    package init(identifiers: IdentifierSource) { self.identifiers = identifiers }

    /// - Parameters:
    ///   - kind: the template's name, `news`.
    ///   - source: where it was said: `checkout`, `account`, `unsubscribe_link`.
    package func record(
        _ isGranted: Bool, of addressIndex: [UInt8], kind: String, source: String, requestID: String?,
        in transaction: TenantTransaction
    ) async throws {
        _ = try await transaction.run(
            """
            insert into mail_consents (tenant_id, consent_id, address_index, kind, is_granted, source, request_id)
            values (\(transaction.tenant), \(identifiers.next()), \(addressIndex), \(kind), \(isGranted), \(source),
                    \(requestID))
            """)
    }

    package func isGranted(_ addressIndex: [UInt8], kind: String, in scope: TenantScope) async throws -> Bool {
        let rows = try await scope.run(
            """
            select is_granted from mail_consents where address_index = \(addressIndex) and kind = \(kind)
             order by recorded_at desc, consent_id desc limit 1
            """)
        return try rows.first.map { try $0.get("is_granted") } ?? false
    }
}
