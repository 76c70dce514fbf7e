package import Tenancy
package import Vocabulary

/// What stands at the processor in one currency, beside what the books say stands there. Pure.
package struct BalanceComparison: Hashable, Sendable {
    package let ledger: Money
    package let processor: Money

    package var currency: CurrencyCode { ledger.currency }
    /// Above nothing where the processor holds more than the books say.
    package var difference: Money { processor - ledger }
    package var isSound: Bool { difference.minor == 0 }

    /// Every currency that either side knows, by its code.
    package static func all(ledger: [Money], processor: [Money]) -> [BalanceComparison] {
        let (ours, theirs) = (sums(ledger), sums(processor))
        return Set(ours.keys).union(theirs.keys).sorted().map { currency in
            BalanceComparison(
                ledger: ours[currency] ?? .zero(currency), processor: theirs[currency] ?? .zero(currency))
        }
    }

    /// - Parameter processor: what stands there at this moment, of which the books may know a moment later.
    ///
    /// Throws `PostgresError`.
    package static func read(processor: [Money], in scope: TenantScope) async throws -> [BalanceComparison] {
        let lines = try await TrialBalance.read(in: scope).lines
        return all(ledger: lines.filter { $0.code == .processorBalance }.map(\.balance), processor: processor)
    }

    private static func sums(_ amounts: [Money]) -> [CurrencyCode: Money] {
        Dictionary(amounts.map { ($0.currency, $0) }, uniquingKeysWith: +)
    }
}
