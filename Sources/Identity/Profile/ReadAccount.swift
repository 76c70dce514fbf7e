package import Foundation
import Postgres
package import Tenancy
import Vocabulary

/// An account as its own holder, or the staff, looks at it.
package struct ReadAccount: Sendable {
    let parts: IdentityParts

    package init(parts: IdentityParts) { self.parts = parts }

    /// Throws `account.not_found`.
    package func one(_ id: UUID, in scope: TenantScope) async throws -> Account {
        let key = try await parts.dataKeys.key(of: scope.tenant)
        guard let row = try await scope.run(AccountStore.find(id)).first else { throw IdentityError.accountNotFound }
        return try Account(row, key)
    }

    /// All who work for the site, in the order of their making: few enough to be held (`StaffTerms.peopleMax`).
    package func staff(in scope: TenantScope) async throws -> [Account] {
        let key = try await parts.dataKeys.key(of: scope.tenant)
        return try await scope.run(AccountStore.staff).map { try Account($0, key) }
    }

    package struct Page: Sendable {
        package let accounts: [Account]
        /// What the next page begins after; nil on the last.
        package let next: UUID?
    }

    package static let pageMax = 100

    /// In the order of their making.
    package func list(staffOnly: Bool, after: UUID?, limit: Int, in scope: TenantScope) async throws -> Page {
        let key = try await parts.dataKeys.key(of: scope.tenant)
        let limit = min(max(1, limit), Self.pageMax)
        let rows = try await scope.run(AccountStore.list(staffOnly: staffOnly, after: after, limit: limit + 1))
        let accounts = try rows.prefix(limit).map { try Account($0, key) }
        return Page(accounts: accounts, next: rows.count > limit ? accounts.last?.id : nil)
    }
}
