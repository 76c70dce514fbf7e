/// One after the other is looked at, past those that can not be written down: the first such fault is told when all
/// others had their turn.
struct InTurn {
    /// How many stood otherwise than was known.
    private(set) var count = 0
    private var refusal: (any Error)?

    /// Throws `ProcessorFault` or `CancellationError` alone.
    mutating func look(_ one: () async throws -> Int) async throws {
        do { count += try await one() } catch let error where !(error is ProcessorFault || error is CancellationError) {
            refusal = refusal ?? error
        }
    }

    /// Throws the first fault there was.
    func end() throws -> Int {
        if let refusal { throw refusal }
        return count
    }
}
