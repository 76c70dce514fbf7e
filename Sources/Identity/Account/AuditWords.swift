import Foundation
import Postgres
import Vocabulary
import Web

/// What the audit trail is told of before and after: enough to see what changed, of persons no more than that.
enum AuditWords {
    static let factorOn = JSONText(#"{"factor":true}"#)

    static func role(_ role: String) -> JSONText { object { $0.member("role", role) } }
    static func state(_ state: String) -> JSONText { object { $0.member("state", state) } }
    static func provider(_ slug: String?) -> JSONText { object { $0.member("provider", slug) } }
    static func reason(_ reason: String) -> JSONText { object { $0.member("reason", reason) } }

    /// As much of an address as its holder knows it by.
    static func email(_ email: EmailAddress) -> JSONText {
        let parts = email.description.split(separator: "@", maxSplits: 1)
        return object { $0.member("email", "\(parts.first?.prefix(1) ?? "")…@\(parts.last ?? "")") }
    }

    /// That the name is another one, not which.
    static func profile(_ locale: LocaleTag, renamed: Bool = false) -> JSONText {
        object {
            $0.member("locale", locale.description)
            if renamed { $0.member("name", "changed") }
        }
    }

    static func key(_ key: APIKey) -> JSONText {
        object {
            $0.member("name", key.name)
            $0.member("prefix", key.prefix)
            $0.member("rights", key.rights.inOrder.map(\.description))
            $0.member("ranges", key.ranges.map(\.description))
            $0.member("limit_per_hour", key.limitPerHour)
            $0.member("expires_at", key.expiresAt)
        }
    }

    private static func object(_ members: (inout JSONWriter) -> Void) -> JSONText {
        var json = JSONWriter()
        json.object { members(&$0) }
        return JSONText(String(decoding: json.bytes, as: UTF8.self))
    }
}
