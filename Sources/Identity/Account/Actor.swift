import Foundation
import Postgres
package import Tenancy
import Vocabulary
import Web

/// Who does something to an account, for the audit trail.
package struct Actor: Hashable, Sendable {
    package let audited: AuditActor

    /// With the place where the request comes from.
    package init(_ audited: AuditActor) { self.audited = audited }

    package init(_ name: String, onBehalfOf: String? = nil, requestID: String?) {
        self.init(AuditActor(name, onBehalf: onBehalfOf, requestID: requestID))
    }

    /// Whoever is somebody now, on the request and from the place of this one.
    func becoming(_ name: String, onBehalfOf: String? = nil) -> Actor {
        Actor(
            AuditActor(
                name, onBehalf: onBehalfOf, address: audited.address, userAgent: audited.userAgent,
                requestID: audited.requestID))
    }

    func becoming(account id: UUID) -> Actor { becoming("account:\(id.text)") }

    /// Where a credential was shown that made somebody of a guest.
    init(_ name: String, from place: CredentialCheck.Place, requestID: String?) {
        self.init(
            AuditActor(name, address: place.address, userAgent: place.userAgent, requestID: requestID))
    }

    /// Where the request comes from, as far as it is known.
    var place: CredentialCheck.Place {
        CredentialCheck.Place(address: audited.address ?? "", userAgent: audited.userAgent)
    }

    package var name: String { audited.name }
    package var onBehalfOf: String? { audited.onBehalf }
    package var requestID: String? { audited.requestID }

    /// Somebody who is signed in already.
    init(_ caller: Caller, from place: CredentialCheck.Place, requestID: String) {
        self.init(
            AuditActor(
                caller.actor, onBehalf: caller.onBehalfOf, address: place.address, userAgent: place.userAgent,
                requestID: requestID))
    }

    func entry(_ action: String, _ account: UUID, before: JSONText? = nil, after: JSONText? = nil) -> AuditEntry {
        entry(action, "account", account, before: before, after: after)
    }

    func entry(
        _ action: String, _ kind: String, _ subject: UUID, before: JSONText? = nil, after: JSONText? = nil
    ) -> AuditEntry {
        AuditEntry(
            action: action, actor: audited, subjectKind: kind, subjectID: subject.text, before: before, after: after)
    }
}
