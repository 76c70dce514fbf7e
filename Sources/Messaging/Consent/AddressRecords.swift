import Foundation
import Postgres
package import Tenancy
import Vocabulary
import Web

/// What is kept of mail to one address, for whoever it belongs to: each step of their agreement, and what was sent to
/// it. What a mail said is gone once it is out.
package struct AddressRecords: Sendable {
    /// Of each, the newest: more than a person gets in a life.
    static let rowsMax = 10_000

    package init() {}

    /// Each as one JSON object, newest first.
    package func consents(_ addressIndex: [UInt8], in scope: TenantScope) async throws -> [[UInt8]] {
        try await scope.run(
            """
            select kind, is_granted, source, recorded_at from mail_consents where address_index = \(addressIndex)
             order by recorded_at desc, consent_id desc limit \(Self.rowsMax)
            """
        ).map { row in
            let (kind, source): (String, String) = (try row.get("kind"), try row.get("source"))
            let (isGranted, time): (Bool, Date) = (try row.get("is_granted"), try row.get("recorded_at"))
            return Self.object {
                $0.member("kind", kind)
                $0.member("is_granted", isGranted)
                $0.member("source", source)
                $0.member("recorded_at", time)
            }
        }
    }

    package func mails(_ addressIndex: [UInt8], in scope: TenantScope) async throws -> [[UInt8]] {
        try await scope.run(
            """
            select template, locale, state, created_at, sent_at from outgoing_mails
             where recipient_index = \(addressIndex) order by mail_id desc limit \(Self.rowsMax)
            """
        ).map { row in
            let (template, state): (String, String) = (try row.get("template"), try row.get("state"))
            let locale: LocaleTag = try row.get("locale")
            let (made, sent): (Date, Date?) = (try row.get("created_at"), try row.get("sent_at"))
            return Self.object {
                $0.member("template", template)
                $0.member("locale", locale)
                $0.member("state", state)
                $0.member("created_at", made)
                $0.member("sent_at", sent)
            }
        }
    }

    private static func object(_ members: (inout JSONWriter) -> Void) -> [UInt8] {
        var json = JSONWriter()
        json.object { members(&$0) }
        return json.bytes
    }
}
