package import Foundation
import Postgres
import Tenancy
package import Web

/// What whoever asks for a booking shows beside its identifier.
///
/// Over HTTP it is always the token or the contact e-mail; `identifier` is for callers in the house,
/// who see what the booking is about and none of its people.
package enum BookingProof: Hashable, Sendable {
    case identifier
    case token(AccessToken)
    case email(EmailAddress)
    /// Signed in as the account whose booking it is.
    case account(UUID)

    package var opensPersonalData: Bool { self != .identifier }

    func condition(_ key: TenantDataKey) -> ProofCondition {
        switch self {
        case .identifier: ProofCondition(sql: "true")
        case .token(let token): ProofCondition(sql: "b.access_token_hash = \(token.digest)")
        case .account(let id):
            ProofCondition(
                sql: """
                    exists (select from booking_accounts a where a.tenant_id = b.tenant_id
                               and a.booking_id = b.booking_id and a.account_id = \(id))
                    """)
        case .email(let email): ProofCondition(sql: "b.email_index = \(key.blindIndex(email.normal))")
        }
    }
}

/// A proof as the database checks it: a wrong one finds no row, like a wrong identifier.
struct ProofCondition: Sendable {
    let sql: SQL

    /// For the house itself.
    static let none = ProofCondition(sql: "true")
}
