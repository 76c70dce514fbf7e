package import Foundation
import Postgres
package import Vocabulary

/// What has been added to the two sides of something, in minor units.
package struct LedgerSums: Hashable, Sendable {
    package static let none = LedgerSums(debits: 0, credits: 0)

    package let debits: Int
    package let credits: Int

    package init(debits: Int, credits: Int) {
        self.debits = debits
        self.credits = credits
    }

    /// How much the normal side is ahead of the other; below zero where it is behind.
    package func balance(on side: AccountCode.Side) -> Int { side == .debit ? debits - credits : credits - debits }

    package static func + (left: LedgerSums, right: LedgerSums) -> LedgerSums {
        LedgerSums(debits: left.debits + right.debits, credits: left.credits + right.credits)
    }
}

/// An account and what stands on it: what counts, and what is reserved and counts for nothing yet.
package struct AccountBalance: Hashable, Sendable {
    package let id: UUID
    package let account: LedgerAccount
    package let posted: LedgerSums
    package let pending: LedgerSums
    package let openedAt: Date

    /// What counts, on the account's normal side.
    package var balance: Money {
        Money(minor: posted.balance(on: account.code.normalSide), account.currency)
    }

    /// What would count if everything that is reserved were posted.
    package var expected: Money {
        Money(minor: (posted + pending).balance(on: account.code.normalSide), account.currency)
    }
}

extension LedgerAccount {
    init(_ row: Row) throws {
        let code = AccountCode(rawValue: try row.get("code"))
        let currency = CurrencyCode(try row.get("currency"))
        let kind = try row.get("subject_kind", as: String?.self).flatMap(LedgerSubject.Kind.init)
        let id: UUID? = try row.get("subject_id")
        let subject = kind.flatMap { kind in id.map { LedgerSubject(kind, $0) } }
        guard let code, let currency, let account = LedgerAccount(code, currency, subject) else {
            throw LedgerRowFault(id: try row.get("account_id"))
        }
        self = account
    }
}

/// A row that this release cannot read: an account of a later one's chart.
package struct LedgerRowFault: Error, Hashable {
    package let id: UUID
}

extension AccountBalance {
    init(_ row: Row) throws {
        id = try row.get("account_id")
        account = try LedgerAccount(row)
        posted = LedgerSums(debits: try row.get("posted_debits"), credits: try row.get("posted_credits"))
        pending = LedgerSums(debits: try row.get("pending_debits"), credits: try row.get("pending_credits"))
        openedAt = try row.get("opened_at")
    }
}
