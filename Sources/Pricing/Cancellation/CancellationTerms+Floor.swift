package import Vocabulary

extension CancellationTerms {
    /// The same terms where so much is lost already, whenever it is given back: what a change must not undo.
    package func raised(to floor: Money) -> CancellationTerms {
        guard floor.minor > 0 else { return self }
        let raised = windows.map { Window(begins: $0.begins, penalty: max($0.penalty, floor)) }
        let first = windows.first?.begins == nil && !windows.isEmpty ? [] : [Window(begins: nil, penalty: floor)]
        return CancellationTerms(windows: first + raised, currency: floor.currency)
    }

    private func max(_ one: Money, _ other: Money) -> Money { one.minor < other.minor ? other : one }
}
