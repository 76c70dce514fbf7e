import Foundation
package import Postgres
package import Tenancy

/// One thing in the books that cannot be.
package struct LedgerFinding: Hashable, Sendable, CustomStringConvertible {
    package enum Rule: String, CaseIterable, Sendable {
        /// Lines of a transaction that do not sum to zero in a currency and layer.
        case balanced
        /// Lines that are missing or too many.
        case complete
        /// A line of an account that there is not, or in another currency.
        case account
        /// An account under an identifier that is not made of its name.
        case name
        /// An end of a reservation that lets go of something else than was reserved, or posts more.
        case settlement
        /// A reservation that is neither open nor ended, or both.
        case reservation
        /// A reversal that is not the opposite.
        case reversal
        /// A total that is not the sum of its lines.
        case total
    }

    package let rule: Rule
    /// The transaction, the account, or the code and currency.
    package let object: String

    package var description: String { "\(rule.rawValue): \(object)" }
}

/// Reads all of a tenant's books again and names what cannot be. The database refuses each of these when it is
/// written; this finds what came past it: a restored half, a disabled trigger, a hand at the tables.
package struct VerifyBooks: Sendable {
    /// Findings of one rule that are named; more are as bad.
    package static let findingsMax = 100

    package struct Report: Hashable, Sendable {
        package let accountCount: Int
        package let transactionCount: Int
        package let lineCount: Int
        package let findings: [LedgerFinding]

        package var isSound: Bool { findings.isEmpty }
    }

    /// What is asked, rule by rule; each answers with the objects at fault.
    package static var statements: [(rule: LedgerFinding.Rule, statement: SQL)] {
        VerifyStore.rules.map { ($0.rule, $0.statement) }
    }

    package init() {}

    /// All of it is seen at one moment.
    ///
    /// Throws `PostgresError`.
    package func run(_ scope: TenantScope) async throws -> Report {
        try await scope.transaction(TransactionOptions(isolation: .repeatableRead, readOnly: true)) { tx in
            let rules = VerifyStore.rules
            let results = try await tx.run([VerifyStore.counts] + rules.map(\.statement))
            let counts = try results[0].only()
            let findings = try zip(rules, results.dropFirst()).flatMap { rule, rows in
                try rows.map { LedgerFinding(rule: rule.rule, object: try $0.get("object")) }
            }
            return Report(
                accountCount: try counts.get("accounts"), transactionCount: try counts.get("transactions"),
                lineCount: try counts.get("lines"), findings: findings)
        }
    }
}
