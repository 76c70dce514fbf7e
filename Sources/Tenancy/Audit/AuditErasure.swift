package import Foundation
import Postgres
package import Vocabulary

/// Whose personal fields are to leave a tenant's trail.
package enum AuditErased: Hashable, Sendable {
    /// In what somebody did, or had done for them: `account:<id>`.
    case actor(String)
    /// In what was done to a thing of theirs: `booking`, its identifier.
    case subject(kind: String, id: String)
    /// Both, of somebody who has an account.
    case account(UUID)
}

/// Erases personal fields (addresses, user agents, before and after) and leaves the chain whole: it holds
/// commitments to them, which say nothing once the salts are gone too. That it was done is an entry of its own.
///
/// It takes what the trail tells of guests and travellers. What the staff, its keys and the operators did stays.
package struct AuditErasure: Sendable {
    private let identifiers: IdentifierSource

    package init(identifiers: IdentifierSource) { self.identifiers = identifiers }

    /// How many entries there were.
    package func erase(
        _ erased: AuditErased, by actor: AuditActor, in transaction: TenantTransaction
    ) async throws -> Int {
        let (name, kind, subject): (String?, String?, String?) =
            switch erased {
            case .actor(let name): (name, nil, nil)
            case .subject(let kind, let id): (nil, kind, id)
            case .account(let id): ("account:\(id.text)", "account", id.text)
            }
        return try await transaction.run(
            """
            select erase_audit_entries(
              \(identifiers.next()), \(name), \(kind), \(subject),
              array(select 'account:' || a.account_id from accounts a
                     where a.role <> 'traveller' and 'account:' || a.account_id is distinct from \(name)),
              \(actor.name), \(actor.onBehalf),
              \(actor.requestID), \(actor.address)::inet, \(actor.userAgent)) as entries
            """
        ).only().get("entries")
    }

    /// Whether somebody works for the site: their traces are not the staff's to erase.
    package func isOfStaff(_ account: UUID, in transaction: TenantTransaction) async throws -> Bool {
        try await transaction.run(
            "select account_id from accounts where account_id = \(account) and role <> 'traveller'"
        ).first != nil
    }
}
