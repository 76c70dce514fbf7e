package import Vocabulary

/// What a round came to: the answers of those that had their turn, in no order, and who failed.
package struct TenantRoundResult<Value: Sendable>: Sendable {
    package internal(set) var values: [Value] = []
    package internal(set) var failed: [TenantID] = []

    /// The words that a schedule keeps: `words` where nobody failed.
    ///
    /// Throws ``TenantRoundFailure``, so that a round in which somebody failed is not recorded as done.
    package func told(_ words: String) throws(TenantRoundFailure) -> String {
        guard failed.isEmpty else {
            throw TenantRoundFailure(description: "\(failed.count) tenants failed; else \(words)")
        }
        return words
    }
}

extension TenantRoundResult where Value == Int {
    package var sum: Int { values.reduce(0, +) }
}

/// That some tenants failed, thrown after all of them had their turn.
package struct TenantRoundFailure: Error, Hashable, CustomStringConvertible {
    package let description: String
}
