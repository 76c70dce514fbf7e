package import Foundation
package import Postgres
package import Tenancy
package import Vocabulary

/// What is looked for among a tenant's accounts; what is nil does not matter.
package struct AccountFilter: Hashable, Sendable {
    package var code: AccountCode?
    package var currency: CurrencyCode?
    /// Of the booking, property or partner that accounts are kept for.
    package var subject: UUID?

    package init(code: AccountCode? = nil, currency: CurrencyCode? = nil, subject: UUID? = nil) {
        self.code = code
        self.currency = currency
        self.subject = subject
    }

    var conditions: [SQL] {
        var conditions: [SQL] = []
        if let code { conditions.append("a.code = \(code.rawValue)") }
        if let currency { conditions.append("a.currency = \(currency.code)") }
        if let subject { conditions.append("a.subject_id = \(subject)") }
        return conditions
    }
}

/// Where an account stands in their list, in each of its orders; as text, the cursor of a page.
package struct AccountPlace: Hashable, Sendable, LosslessStringConvertible {
    let code: String
    let currency: String
    let id: UUID

    package init(_ balance: AccountBalance) {
        code = balance.account.code.rawValue
        currency = balance.account.currency.code
        id = balance.id
    }

    /// `tax.EUR.0190…`
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, AccountCode(rawValue: parts[0]) != nil, CurrencyCode(parts[1]) != nil,
            let id = UUID(uuidString: parts[2])
        else { return nil }
        (code, currency, self.id) = (parts[0], parts[1], id)
    }

    package var description: String { "\(code).\(currency).\(id.uuidString.lowercased())" }
}

/// A tenant's accounts as its staff looks through them, by code and currency unless told otherwise.
package struct BrowseAccounts: Sendable {
    package static let pageMax = 500

    package init() {}

    package struct Page: Sendable {
        package let accounts: [AccountBalance]
        /// What the next page begins after; nil on the last.
        package let next: AccountPlace?
    }

    /// Throws `PostgresError`.
    package func page(
        _ filter: AccountFilter, _ order: AccountOrder = .account, _ direction: RowDirection = .up,
        after place: AccountPlace? = nil, limit: Int, in scope: TenantScope
    ) async throws -> Page {
        let limit = min(max(1, limit), Self.pageMax)
        let rows = try await scope.run(BalanceStore.page(filter, order, direction, after: place, limit: limit + 1))
        let accounts = try rows.prefix(limit).map { try AccountBalance($0) }
        return Page(accounts: accounts, next: rows.count > limit ? accounts.last.map { AccountPlace($0) } : nil)
    }

    /// Throws `LedgerError.accountUnknown`, or `PostgresError`.
    package func one(_ id: UUID, in scope: TenantScope) async throws -> AccountBalance {
        guard let row = try await scope.run(BalanceStore.balance(of: id)).first else {
            throw LedgerError.accountUnknown
        }
        return try AccountBalance(row)
    }
}
