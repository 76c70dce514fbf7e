package import Foundation
package import Vocabulary

/// Somebody who showed a credential of this tenant and was believed.
package struct Caller: Hashable, Sendable {
    package enum Credential: Hashable, Sendable {
        /// An account of the tenant, through one of its devices.
        case account(UUID, session: UUID)
        /// A program with a key of its own.
        case key(UUID)
    }

    package let credential: Credential
    /// Empty for a traveller.
    package let rights: Set<StaffRight>
    /// How the person or the key is called on pages; personal data.
    package let label: String
    /// The language that the account asked for.
    package let locale: LocaleTag?
    /// `operator:<name>` while an operator acts as this account.
    package let impersonator: String?
    /// When an operator's acting as this account is over; nil where everybody acts for themselves.
    package let impersonatedUntil: Date?
    /// A key's own limit; nil: the plan's.
    package let limitPerHour: Int?

    package init(
        _ credential: Credential, rights: Set<StaffRight>, label: String, locale: LocaleTag? = nil,
        impersonator: String? = nil, impersonatedUntil: Date? = nil, limitPerHour: Int? = nil
    ) {
        self.credential = credential
        self.rights = rights
        self.label = label
        self.locale = locale
        self.impersonator = impersonator
        self.impersonatedUntil = impersonatedUntil
        self.limitPerHour = limitPerHour
    }

    /// For keys of idempotency and the audit trail: `account:<uuid>` or `key:<uuid>`.
    package var name: String {
        switch credential {
        case .account(let id, _): "account:\(id.text)"
        case .key(let id): "key:\(id.text)"
        }
    }

    /// Who did it, for the audit trail: the operator, where one acts for somebody.
    package var actor: String { impersonator ?? name }

    /// For whom the actor acts; nil where everybody acts for themselves.
    package var onBehalfOf: String? { impersonator == nil ? nil : name }

    package var account: UUID? {
        guard case .account(let id, _) = credential else { return nil }
        return id
    }

    package var session: UUID? {
        guard case .account(_, let session) = credential else { return nil }
        return session
    }

    package var isStaff: Bool { !rights.isEmpty }
}

/// Somebody who runs the platform.
package struct OperatorCaller: Hashable, Sendable {
    /// For the audit trail, without the prefix.
    package let name: String
    /// Nil for the token from the settings, which is a developer's.
    package let session: UUID?
    package let locale: LocaleTag?

    package init(name: String, session: UUID? = nil, locale: LocaleTag? = nil) {
        self.name = name
        self.session = session
        self.locale = locale
    }
}
