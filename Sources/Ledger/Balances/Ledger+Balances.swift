import Foundation
package import Postgres
package import Tenancy
import Vocabulary

extension Ledger {
    /// What stands on each of `accounts`, in their order; nil for one that nothing was ever written to. Reads what the
    /// transaction sees: who decides by it locks what it is about first (the booking's row, for example).
    ///
    /// Throws `PostgresError`.
    package func balances(of accounts: [LedgerAccount], in tx: TenantTransaction) async throws -> [AccountBalance?] {
        try Self.ordered(try await tx.run(balanceStatement(of: accounts)), accounts)
    }

    /// The statement alone, for a caller that sends it together with others; `ordered(_:_:)` reads its answer.
    package func balanceStatement(of accounts: [LedgerAccount]) -> SQL { BalanceStore.balances(of: accounts) }

    package static func ordered(_ rows: Rows, _ accounts: [LedgerAccount]) throws -> [AccountBalance?] {
        let found = try Dictionary(rows.map { try AccountBalance($0) }.map { ($0.account, $0) }) { first, _ in first }
        return accounts.map { found[$0] }
    }

    /// What each kind of event put on the normal side of `account`, what is reserved with it, in minor units. The
    /// statement alone; `byKind(_:_:)` reads its answer.
    ///
    /// - Parameter key: of the transactions; nil for all.
    package func kindsStatement(of account: LedgerAccount, key: String? = nil) -> SQL {
        BalanceStore.kinds(of: account, key: key)
    }

    package static func byKind(_ rows: Rows, _ account: LedgerAccount) throws -> [LedgerKind: Int] {
        let sign = account.code.normalSide == .debit ? 1 : -1
        return try rows.reduce(into: [:]) { kinds, row in
            guard let kind = LedgerKind(rawValue: try row.get("kind")) else { return }
            kinds[kind] = sign * (try row.get("amount_minor", as: Int.self))
        }
    }
}
