import Foundation
import Postgres
import Tenancy
import Vocabulary
package import Web

/// Who does something to an account, for the audit trail.
package struct Actor: Hashable, Sendable {
    package let name: String
    package let onBehalfOf: String?
    package let requestID: String?

    package init(_ name: String, onBehalfOf: String? = nil, requestID: String?) {
        self.name = name
        self.onBehalfOf = onBehalfOf
        self.requestID = requestID
    }

    package init(_ caller: Caller, requestID: String?) {
        self.init(caller.actor, onBehalfOf: caller.onBehalfOf, requestID: requestID)
    }

    func entry(_ action: String, _ account: UUID, before: JSONText? = nil, after: JSONText? = nil) -> AuditEntry {
        entry(action, "account", account, before: before, after: after)
    }

    func entry(
        _ action: String, _ kind: String, _ subject: UUID, before: JSONText? = nil, after: JSONText? = nil
    ) -> AuditEntry {
        AuditEntry(
            action: action, actor: name, subjectKind: kind, subjectID: subject.text, before: before, after: after,
            requestID: requestID)
    }
}
