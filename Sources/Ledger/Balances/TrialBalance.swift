package import Foundation
import Postgres
package import Tenancy
package import Vocabulary

/// Everything that stands in the books at an instant, by currency: both sides of each are the same, or the books are
/// broken.
package struct TrialBalance: Hashable, Sendable {
    package struct Line: Hashable, Sendable {
        package let code: AccountCode
        package let currency: CurrencyCode
        package let posted: LedgerSums
        package let pending: LedgerSums

        package var balance: Money { Money(minor: posted.balance(on: code.normalSide), currency) }
    }

    package struct Total: Hashable, Sendable {
        package let currency: CurrencyCode
        package let posted: LedgerSums
        package let pending: LedgerSums

        package var isBalanced: Bool { posted.debits == posted.credits && pending.debits == pending.credits }
    }

    /// By the instant at which things happened; nil for now.
    package let instant: Date?
    package let lines: [Line]

    package var totals: [Total] {
        Dictionary(grouping: lines, by: \.currency).map { currency, lines in
            Total(
                currency: currency, posted: lines.map(\.posted).reduce(.none, +),
                pending: lines.map(\.pending).reduce(.none, +))
        }.sorted { $0.currency < $1.currency }
    }

    package var isBalanced: Bool { totals.allSatisfy(\.isBalanced) }
}

extension TrialBalance {
    /// Throws `PostgresError`.
    package static func read(at instant: Date? = nil, in scope: TenantScope) async throws -> TrialBalance {
        TrialBalance(
            instant: instant,
            lines: try await scope.run(BalanceStore.trialBalance(at: instant)).compactMap { row in
                guard let code = AccountCode(rawValue: try row.get("code")),
                    let currency = CurrencyCode(try row.get("currency"))
                else { return nil }
                return Line(
                    code: code, currency: currency,
                    posted: LedgerSums(debits: try row.get("posted_debits"), credits: try row.get("posted_credits")),
                    pending: LedgerSums(debits: try row.get("pending_debits"), credits: try row.get("pending_credits")))
            })
    }
}
